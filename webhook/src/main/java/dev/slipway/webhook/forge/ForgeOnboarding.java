package dev.slipway.webhook.forge;

import dev.slipway.core.Ids;
import dev.slipway.core.Secret;
import dev.slipway.core.account.Account;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.account.Accounts;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.HookState;
import dev.slipway.core.account.Onboarding;
import dev.slipway.core.source.Connection;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import dev.slipway.webhook.forge.ForgeApi.CheckedHook;
import dev.slipway.webhook.forge.ForgeApi.Hook;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Connects accounts and repositories by the forges' own APIs. Safe for concurrent use. */
public final class ForgeOnboarding implements Onboarding {
  /** For how long back a forge is asked to send again; none keeps deliveries for longer. */
  private static final Duration REDELIVERED = Duration.ofDays(3);

  private final Accounts accounts;
  private final Repositories repositories;
  private final ForgeApis apis;
  private final URI publicUrl;
  private final Clock clock;

  /**
   * For all forges.
   *
   * @param publicUrl where forges reach this Slipway
   */
  public ForgeOnboarding(
      Accounts accounts, Repositories repositories, ForgeApis apis, URI publicUrl, Clock clock) {
    this.accounts = accounts;
    this.repositories = repositories;
    this.apis = apis;
    this.publicUrl = Site.withoutSlash(publicUrl);
    this.clock = clock;
  }

  @Override
  public Account connect(Forge forge, @Nullable URI url, Secret token) throws ForgeException {
    URI pages = Site.canonical(forge, url == null ? publicPages(forge) : url);
    ForgeApi.User user = apis.of(forge, pages, token).user();
    Account account =
        new Account(
            idOf(forge, pages, user),
            forge,
            pages,
            user.login(),
            user.id(),
            new Secret("token of " + user.login(), token.reveal()),
            clock.instant());
    Optional<Account> before = accounts.find(account.id());
    accounts.put(account);
    before.ifPresent(old -> renewCloneTokens(old, account));
    return account;
  }

  /** Repositories that are cloned with the account's token get the new one. */
  private void renewCloneTokens(Account old, Account renewed) {
    String before = cloneToken(old).reveal();
    for (Repository repository : repositories.all()) {
      Connection connection = repository.connection();
      Secret token = repository.cloneToken();
      if (connection != null
          && connection.account().equals(old.id())
          && token != null
          && token.reveal().equals(before)) {
        repositories.replace(Changed.cloneToken(repository, cloneToken(renewed)));
      }
    }
  }

  private static URI publicPages(Forge forge) throws ForgeException {
    URI pages = Site.publicPages(forge);
    if (pages == null) {
      throw new ForgeException(
          Kind.REFUSED,
          "there is no public " + forge.id() + " that everybody means",
          "give the address at which people use it, such as https://git.example.com");
    }
    return pages;
  }

  private AccountId idOf(Forge forge, URI pages, ForgeApi.User user) {
    return accounts.all().stream()
        .filter(known -> known.forge() == forge)
        .filter(known -> known.url().equals(pages) && known.userId().equals(user.id()))
        .map(Account::id)
        .findFirst()
        .orElseGet(() -> new AccountId(Ids.next("acc", clock)));
  }

  @Override
  public Listing repositories(AccountId account, String query, @Nullable String page)
      throws ForgeException {
    return apis.of(known(account)).repositories(query, page);
  }

  @Override
  public Enabled enable(AccountId accountId, RepositoryName name) throws ForgeException {
    Account account = known(accountId);
    ForgeApi api = apis.of(account);
    ForgeRepository there = api.repository(name);
    Repository repository = added(account, there);
    return install(api, repository, new Connection(accountId, ""));
  }

  /** The one that is there already, or a new one, which is kept before anything refers to it. */
  private Repository added(Account account, ForgeRepository there) throws ForgeException {
    Optional<Repository> known = repositories.find(account.forge(), there.name());
    if (known.isPresent()) {
      return sameHost(known.get(), there);
    }
    RepositoryId id = new RepositoryId(Ids.next("repo", clock));
    Repository fresh =
        new Repository(
            id,
            account.forge(),
            there.name(),
            there.cloneUrl(),
            there.defaultBranch().isEmpty() ? "main" : there.defaultBranch(),
            new Secrets(id).plain(),
            null,
            cloneToken(account),
            Triggers.DEFAULT,
            new Connection(account.id(), ""),
            true,
            clock.instant());
    return repositories.add(fresh)
        ? fresh
        : repositories.find(account.forge(), there.name()).orElse(fresh);
  }

  /** Two servers of one kind may both have a repository of that name; only one can be built. */
  private static Repository sameHost(Repository known, ForgeRepository there)
      throws ForgeException {
    String host = String.valueOf(known.cloneUrl().getHost());
    if (host.equalsIgnoreCase(there.cloneUrl().getHost())) {
      return known;
    }
    throw new ForgeException(
        Kind.REFUSED,
        "there is " + known.name() + " of " + host + " already, and names must differ",
        "remove that one, or rename one of them at its forge");
  }

  /** Bitbucket's API tokens are kept with the user's mail address, which cloning has no use for. */
  private static Secret cloneToken(Account account) {
    String token = account.token().reveal();
    String password =
        account.forge() == Forge.BITBUCKET ? token.substring(token.indexOf(':') + 1) : token;
    return new Secret("clone token", password);
  }

  /** Each secret is kept before the forge hears of it: the first delivery comes at once. */
  private Enabled install(ForgeApi api, Repository before, Connection connection)
      throws ForgeException {
    List<Secret> secrets = new Secrets(before.id()).inOrder(before.forge());
    for (int i = 0; ; i++) {
      Repository now = Changed.secret(before, secrets.get(i), connection);
      save(now);
      try {
        Hook hook = new Hook(hookUrl(now), now.webhookSecret());
        String id = api.installHook(now.name(), hook);
        Repository done = Changed.connection(now, new Connection(connection.account(), id));
        save(done);
        return new Enabled(done, new HookState.Fine());
      } catch (ForgeException e) {
        if (!needsPerson(e)) {
          repositories.replace(before);
          throw e;
        }
        if (i + 1 == secrets.size()) {
          return new Enabled(now, new HookState.ByHand(reason(e)));
        }
      }
    }
  }

  private static boolean needsPerson(ForgeException e) {
    return switch (e.kind()) {
      // Some forges say "not found" where the token must not even look.
      case FORBIDDEN, NOT_FOUND, REFUSED -> true;
      case UNAUTHORIZED, RATE_LIMITED, UNAVAILABLE -> false;
    };
  }

  private static String reason(ForgeException e) {
    return e.getMessage() + ". " + e.hint();
  }

  private URI hookUrl(Repository repository) {
    return URI.create(publicUrl + "/webhooks/" + repository.forge().slug() + "/" + repository.id());
  }

  private void save(Repository repository) throws ForgeException {
    if (!repositories.replace(repository)) {
      throw new ForgeException(
          Kind.NOT_FOUND,
          "the repository " + repository.name() + " was removed meanwhile",
          "enable it once more");
    }
  }

  @Override
  public HookState checkHook(RepositoryId id) throws ForgeException {
    Repository repository = known(id);
    Connection connection = repository.connection();
    if (connection == null) {
      return new HookState.ByHand("no account is connected for " + repository.name());
    }
    Hook hook = new Hook(hookUrl(repository), repository.webhookSecret());
    try {
      CheckedHook checked =
          apis.of(known(connection.account()))
              .repairHook(repository.name(), connection.hookId(), hook);
      rememberHook(id, connection, checked.id());
      return checked.state();
    } catch (ForgeException e) {
      if (needsPerson(e)) {
        return new HookState.ByHand(reason(e));
      }
      throw e;
    }
  }

  private void rememberHook(RepositoryId id, Connection before, String hookId) {
    if (before.hookId().equals(hookId)) {
      return;
    }
    repositories
        .find(id)
        .map(now -> Changed.connection(now, new Connection(before.account(), hookId)))
        .ifPresent(repositories::replace);
  }

  @Override
  public String remove(RepositoryId id) {
    Optional<Repository> repository = repositories.find(id);
    String left = repository.map(this::removeHook).orElse("");
    repositories.remove(id);
    return left;
  }

  private String removeHook(Repository repository) {
    Connection connection = repository.connection();
    if (connection == null || connection.hookId().isEmpty()) {
      return byHand(repository, "Slipway did not install it");
    }
    try {
      apis.of(known(connection.account())).removeHook(repository.name(), connection.hookId());
      return "";
    } catch (ForgeException e) {
      return byHand(repository, reason(e));
    }
  }

  private String byHand(Repository repository, String why) {
    return "Remove the webhook to "
        + hookUrl(repository)
        + " from the settings of "
        + repository.name()
        + ", if there is one: "
        + why;
  }

  /**
   * Asks the repository's forge to send again what did not arrive lately.
   *
   * @return how many deliveries; 0 where the forge cannot be asked
   */
  public int redeliverFailed(Repository repository) throws ForgeException {
    Connection connection = repository.connection();
    if (connection == null || connection.hookId().isEmpty()) {
      return 0;
    }
    return apis.of(known(connection.account()))
        .redeliverFailed(
            repository.name(), connection.hookId(), clock.instant().minus(REDELIVERED));
  }

  private Account known(AccountId id) throws ForgeException {
    return accounts
        .find(id)
        .orElseThrow(() ->
            new ForgeException(
                Kind.NOT_FOUND,
                "the account " + id + " is not connected",
                "connect an account that may see the repository"));
  }

  private Repository known(RepositoryId id) throws ForgeException {
    return repositories
        .find(id)
        .orElseThrow(() ->
            new ForgeException(
                Kind.NOT_FOUND, "there is no repository " + id, "look at the list of them"));
  }
}
