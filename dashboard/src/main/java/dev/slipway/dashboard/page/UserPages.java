package dev.slipway.dashboard.page;

import dev.slipway.dashboard.api.TokensApi;
import dev.slipway.dashboard.api.UsersApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import java.util.List;
import java.util.function.Consumer;

/** The page of people, for administrators, and its forms. Safe for concurrent use. */
public final class UserPages {
  private static final List<String> SHOWN_AGAIN = List.of("name", "role");

  private final UsersApi users;
  private final TokensApi tokens;
  private final Templates templates;

  public UserPages(UsersApi users, TokensApi tokens, Templates templates) {
    this.users = users;
    this.tokens = tokens;
    this.templates = templates;
  }

  public Answer list(Call call) {
    String notice =
        switch (call.query("done").orElse("")) {
          case "added" -> "They can sign in now.";
          case "changed" -> "Saved. It holds from the next request on, for their tokens too.";
          case "password" -> "The password is set, and their sessions have ended.";
          case "removed" -> "They are removed, with their sessions and tokens.";
          case "token" -> "The token is revoked; nothing accepts it any more.";
          default -> "";
        };
    return page(call, 200, notice, SentForm.NONE);
  }

  public Answer add(Call call) {
    return act(call, users::create, "added");
  }

  public Answer change(Call call) {
    return act(call, users::modify, "changed");
  }

  public Answer setPassword(Call call) {
    return act(call, users::setPassword, "password");
  }

  public Answer remove(Call call) {
    return act(call, users::delete, "removed");
  }

  public Answer revokeToken(Call call) {
    return act(call, tokens::revokeAny, "token");
  }

  private Answer act(Call call, Consumer<Call> action, String done) {
    try {
      action.accept(call);
      return Answer.seeOther("/settings/users?done=" + done);
    } catch (ProblemException e) {
      SentForm form = SentForm.refused(call.fields(), SHOWN_AGAIN, e.details());
      return page(call, e.details().status(), "", form);
    }
  }

  private Answer page(Call call, int status, String notice, SentForm form) {
    var model = new UsersPage(users.all(), tokens.all(), notice, form);
    Shell shell = templates.shell("People", "settings", call.caller());
    return Answer.page(status, templates.render("users", shell, model));
  }
}
