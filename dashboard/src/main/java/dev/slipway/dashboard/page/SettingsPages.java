package dev.slipway.dashboard.page;

import dev.slipway.dashboard.api.MeApi;
import dev.slipway.dashboard.api.TokensApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of what is one's own, and its forms. Safe for concurrent use. */
public final class SettingsPages {
  private static final List<String> TOKEN_SHOWN_AGAIN = List.of("name", "repositories", "days");

  private final MeApi me;
  private final TokensApi tokens;
  private final Templates templates;

  public SettingsPages(MeApi me, TokensApi tokens, Templates templates) {
    this.me = me;
    this.tokens = tokens;
    this.templates = templates;
  }

  public Answer show(Call call) {
    String notice =
        switch (call.query("done").orElse("")) {
          case "password" -> "The password is set. All other sessions of yours have ended.";
          case "session" -> "The session has ended.";
          case "token" -> "The token is revoked; nothing accepts it any more.";
          default -> "";
        };
    return page(call, 200, null, notice, "", SentForm.NONE);
  }

  public Answer setPassword(Call call) {
    try {
      me.setPassword(call);
      return done("password");
    } catch (ProblemException e) {
      SentForm form = SentForm.refused(e.details());
      return page(call, e.details().status(), null, "", "password", form);
    }
  }

  public Answer endSession(Call call) {
    me.end(call);
    return done("session");
  }

  /** Makes a token, and answers with the page itself: it is shown nowhere else. */
  public Answer addToken(Call call) {
    try {
      return page(call, 201, tokens.make(call), "", "", SentForm.NONE);
    } catch (ProblemException e) {
      SentForm form = SentForm.refused(call.fields(), TOKEN_SHOWN_AGAIN, e.details());
      return page(call, e.details().status(), null, "", "token", form);
    }
  }

  public Answer revokeToken(Call call) {
    tokens.revoke(call);
    return done("token");
  }

  private static Answer done(String what) {
    return Answer.seeOther("/settings?done=" + what);
  }

  private Answer page(
      Call call,
      int status,
      TokensApi.@Nullable Made made,
      String notice,
      String sent,
      SentForm form) {
    var model =
        new SettingsPage(
            me.user(call),
            call.caller().by(),
            me.of(call),
            tokens.of(call.by()),
            made,
            notice,
            sent,
            form);
    Shell shell = templates.shell("Settings", "settings", call.caller());
    return Answer.page(status, templates.render("settings", shell, model));
  }
}
