package dev.slipway.dashboard.page;

import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Caller;
import dev.slipway.dashboard.http.ProblemDetails;
import org.jspecify.annotations.Nullable;

/** The pages that belong to no noun, and the files of all pages. Safe for concurrent use. */
public final class GeneralPages {
  private final Templates templates;
  private final Assets assets;

  public GeneralPages(Templates templates, Assets assets) {
    this.templates = templates;
    this.assets = assets;
  }

  /** The form to sign in, as {@link SignInModel} tells. */
  public String signIn(String back, String name, String problem, boolean first) {
    Shell shell = templates.shell("Sign in", "", null);
    return templates.render("signin", shell, new SignInModel(back, name, problem, first));
  }

  /** A problem, told to people. */
  public String problem(ProblemDetails details, @Nullable Caller caller) {
    return templates.render("problem", templates.shell(details.title(), "", caller), details);
  }

  public Answer asset(Call call) {
    return assets.answer(call);
  }
}
