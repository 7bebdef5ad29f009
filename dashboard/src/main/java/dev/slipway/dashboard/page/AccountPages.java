package dev.slipway.dashboard.page;

import dev.slipway.core.account.Account;
import dev.slipway.core.account.ForgeException;
import dev.slipway.dashboard.api.AccountsApi;
import dev.slipway.dashboard.api.Enabling;
import dev.slipway.dashboard.api.ForgeProblem;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemDetails;
import dev.slipway.dashboard.http.ProblemException;
import java.time.Instant;
import java.util.List;

/** The pages that bring repositories from forges. Safe for concurrent use. */
public final class AccountPages {
  private static final List<String> SHOWN_AGAIN = List.of("forge", "url");

  private final AccountsApi api;
  private final Templates templates;

  public AccountPages(AccountsApi api, Templates templates) {
    this.api = api;
    this.templates = templates;
  }

  public Answer connect(Call call) {
    return connectPage(call, 200, SentForm.NONE);
  }

  /** Connects an account, and leads on to its repositories. */
  public Answer add(Call call) {
    try {
      return Answer.seeOther("/accounts/" + api.connect(call).id());
    } catch (ForgeException e) {
      return refused(call, ForgeProblem.of(e));
    } catch (ProblemException e) {
      return refused(call, e.details());
    }
  }

  private Answer refused(Call call, ProblemDetails details) {
    return connectPage(
        call, details.status(), SentForm.refused(call.fields(), SHOWN_AGAIN, details));
  }

  private Answer connectPage(Call call, int status, SentForm form) {
    Shell shell = templates.shell("Connect a forge", "repositories", call.caller());
    return Answer.page(
        status, templates.render("connect", shell, new ConnectPage(api.all(), form)));
  }

  /** Lists what the account can see; where the forge tells nothing, the page says why. */
  public Answer choose(Call call) {
    Account account = api.find(call);
    String query = call.query("q").orElse("");
    int used = api.connected(account.id()).size();
    try {
      AccountsApi.Listing listing = api.listing(call);
      String next =
          listing.next() == null
              ? null
              : Link.to("/accounts/" + account.id(), "q", query, "page", listing.next());
      return choosePage(
          call, 200, new AccountPage(account, listing.repositories(), query, next, "", used));
    } catch (ForgeException e) {
      ProblemDetails details = ForgeProblem.of(e);
      return choosePage(
          call,
          details.status(),
          new AccountPage(account, List.of(), query, null, details.detail(), used));
    }
  }

  private Answer choosePage(Call call, int status, AccountPage model) {
    Shell shell =
        templates.shell(
            model.account().login() + " on " + Show.forge(model.account().forge()),
            "repositories",
            call.caller());
    return Answer.page(status, templates.render("account", shell, model));
  }

  /**
   * Takes repositories on. One that needs nothing more leads on to what is in it; otherwise answers
   * with the page itself: secrets on it are nowhere else.
   */
  public Answer enable(Call call) {
    Account account = api.find(call);
    Shell shell = templates.shell("Repositories enabled", "repositories", call.caller());
    Instant since = shell.now();
    List<Enabling> results = api.enableAll(call);
    if (results.size() == 1 && results.getFirst() instanceof Enabling.Done done && !done.byHand()) {
      return Answer.seeOther("/repositories/" + done.repository().id() + "/setup");
    }
    var model = new EnabledPage(account, results, since);
    return Answer.page(200, templates.render("enabled", shell, model));
  }

  public Answer remove(Call call) {
    api.disconnect(call);
    return Answer.seeOther("/connect");
  }
}
