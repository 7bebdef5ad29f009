package dev.slipway.dashboard.api;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.account.Account;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.account.Accounts;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.Onboarding;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.Site;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemDetails;
import dev.slipway.dashboard.http.ProblemException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Accounts of forges, and the repositories that they bring. Safe for concurrent use. */
public final class AccountsApi {
  /** Each takes its time at the forge, one after another: forges count what comes at once. */
  private static final int MOST_AT_ONCE = 50;

  private static final int LONGEST_QUERY = 200;

  private final Accounts accounts;
  private final Repositories repositories;
  private final Onboarding onboarding;
  private final Site site;

  public AccountsApi(Records records, Onboarding onboarding, Site site) {
    this.accounts = records.accounts();
    this.repositories = records.repositories();
    this.onboarding = onboarding;
    this.site = site;
  }

  public Answer list(Call call) {
    return Answer.json(200, ListView.of(accounts.all(), AccountView::of));
  }

  public Answer add(Call call) throws ForgeException {
    Account account = connect(call);
    return Answer.json(201, AccountView.of(account))
        .with("Location", "/api/v1/accounts/" + account.id());
  }

  /** Keeps the account that the body describes, once its forge knows the token. */
  public Account connect(Call call) throws ForgeException {
    AccountForm form = AccountForm.read(call.fields());
    return onboarding.connect(form.forge(), form.url(), form.token());
  }

  public Answer remove(Call call) {
    disconnect(call);
    return Answer.empty(204);
  }

  /** Forgets an account that no repository needs. */
  public void disconnect(Call call) {
    Account account = find(call);
    List<Repository> needing = connected(account.id());
    if (!needing.isEmpty()) {
      throw ProblemException.conflict(
          "account %s on %s is used by %s; remove those first, or connect the account again to renew"
                  .formatted(account.login(), account.forge().id(), names(needing))
              + " its token");
    }
    if (!accounts.remove(account.id())) {
      throw ProblemException.notFound("account", account.id().value());
    }
  }

  public Answer repositories(Call call) throws ForgeException {
    Listing listing = listing(call);
    return Answer.json(
        200,
        new ListView(
            listing.repositories().stream().map(OfferedView::of).toList(), listing.next()));
  }

  /** One page of what the account can see at its forge. */
  public Listing listing(Call call) throws ForgeException {
    Account account = find(call);
    String query = call.query("q").orElse("").strip();
    if (query.length() > LONGEST_QUERY) {
      throw ProblemException.invalid(
          "q", "is too long", LONGEST_QUERY + " characters are the most");
    }
    Onboarding.Listing found =
        onboarding.repositories(account.id(), query, call.query("page").orElse(null));
    return new Listing(
        found.repositories().stream()
            .map(each ->
                new Offered(each, repositories.find(account.forge(), each.name()).orElse(null)))
            .toList(),
        found.next());
  }

  public Answer enable(Call call) {
    List<EnablingView> results =
        enableAll(call).stream().map(each -> EnablingView.of(each, site)).toList();
    return Answer.json(200, new ListView(results, null));
  }

  /** Takes repositories on, one after another; one that fails does not fail the others. */
  public List<Enabling> enableAll(Call call) {
    Account account = find(call);
    Fields fields = call.fields().allow(Set.of("names", "csrf"));
    List<String> names = fields.texts("names");
    if (names == null || names.isEmpty()) {
      fields.problem("names", "name at least one repository", "owner/name, as the forge lists it");
    } else if (names.size() > MOST_AT_ONCE) {
      fields.problem("names", "are too many", MOST_AT_ONCE + " at once are the most");
    }
    fields.check();
    return Objects.requireNonNull(names).stream()
        .distinct()
        .map(name -> enable(account.id(), name))
        .toList();
  }

  private Enabling enable(AccountId account, String name) {
    try {
      Onboarding.Enabled enabled = onboarding.enable(account, new RepositoryName(name));
      return new Enabling.Done(
          name,
          enabled.repository(),
          enabled.hook(),
          RepositoryView.webhookUrl(enabled.repository(), site));
    } catch (ForgeException e) {
      return new Enabling.Refused(name, ForgeProblem.of(e));
    } catch (InvalidValueException e) {
      return new Enabling.Refused(
          name,
          ProblemDetails.of(
              422,
              "invalid",
              "Invalid values",
              Objects.requireNonNullElse(e.getMessage(), "it cannot be a repository's name")));
    }
  }

  /** All of them, in the order in which they were connected. */
  public List<Account> all() {
    return accounts.all();
  }

  /** The repositories that are reached by the account. */
  public List<Repository> connected(AccountId account) {
    return repositories.all().stream()
        .filter(repository ->
            repository.connection() != null && repository.connection().account().equals(account))
        .toList();
  }

  private static String names(List<Repository> repositories) {
    return repositories.stream()
        .map(repository -> repository.name().value())
        .collect(Collectors.joining(", "));
  }

  /** The account that the path names. */
  public Account find(Call call) {
    String id = call.path("id");
    return accounts
        .find(new AccountId(id))
        .orElseThrow(() -> ProblemException.notFound("account", id));
  }

  /**
   * One page of what an account can see.
   *
   * @param next what to ask for next; null on the last page
   */
  public record Listing(List<Offered> repositories, @Nullable String next) {}
}
