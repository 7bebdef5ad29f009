package dev.slipway.dashboard.page;

import dev.slipway.core.registry.RegistryFindings;
import dev.slipway.dashboard.api.RegistriesApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of registries that Slipway signs in to, and its forms. Safe for concurrent use. */
public final class RegistryPages {
  private static final List<String> SHOWN_AGAIN = List.of("host", "username", "ca", "plain_http");

  private final RegistriesApi api;
  private final Templates templates;

  public RegistryPages(RegistriesApi api, Templates templates) {
    this.api = api;
    this.templates = templates;
  }

  public Answer list(Call call) {
    String notice =
        switch (call.query("done").orElse("")) {
          case "saved" -> "Saved. It is used from now on; nothing has to be started again.";
          case "removed" -> "Forgotten. Nobody signs in with it any more.";
          default -> "";
        };
    return page(call, 200, notice, SentForm.NONE, null);
  }

  public Answer save(Call call) {
    try {
      api.keepByForm(call);
      return Answer.seeOther("/settings/registries?done=saved");
    } catch (ProblemException e) {
      return refused(call, e);
    }
  }

  /** Answers with the page itself, which shows the form again: passwords are typed anew. */
  public Answer test(Call call) throws InterruptedException {
    try {
      RegistryFindings findings = api.testByForm(call);
      String host = String.valueOf(call.fields().text("host"));
      return page(
          call,
          200,
          "",
          call.fields().names().contains("plain_http")
              ? SentForm.again(call.fields(), SHOWN_AGAIN)
              : SentForm.NONE,
          new RegistriesPage.Trial(host, findings));
    } catch (ProblemException e) {
      return refused(call, e);
    }
  }

  public Answer remove(Call call) {
    api.forget(call);
    return Answer.seeOther("/settings/registries?done=removed");
  }

  private Answer refused(Call call, ProblemException e) {
    SentForm form = SentForm.refused(call.fields(), SHOWN_AGAIN, e.details());
    return page(call, e.details().status(), "", form, null);
  }

  private Answer page(
      Call call, int status, String notice, SentForm form, RegistriesPage.@Nullable Trial trial) {
    var model = new RegistriesPage(api.all(), notice, form, trial);
    Shell shell = templates.shell("Registries", "settings", call.caller());
    return Answer.page(status, templates.render("registries", shell, model));
  }
}
