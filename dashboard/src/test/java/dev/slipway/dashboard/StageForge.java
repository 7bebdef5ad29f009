package dev.slipway.dashboard;

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
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A forge with a few repositories that does what a test tells it. */
final class StageForge implements Onboarding {
  static final String SECRET = "5ec7e7".repeat(10) + "beef";

  /** What the forge has; two to a page. */
  final List<ForgeRepository> repositories = new CopyOnWriteArrayList<>();

  /** What the next calls end in; null when they are to succeed. */
  volatile @Nullable ForgeException trouble;

  volatile HookState hook = new HookState.Fine();
  volatile String cleanup = "";

  /** How many repositories the forge tells at once. */
  volatile int pageSize = 2;

  private final Accounts accounts;
  private final Repositories known;
  private final Clock clock;

  StageForge(Accounts accounts, Repositories known, Clock clock) {
    this.accounts = accounts;
    this.known = known;
    this.clock = clock;
  }

  static ForgeException rateLimited() {
    return new ForgeException(
        Kind.RATE_LIMITED,
        "GitHub answers no more requests for now",
        "wait",
        Duration.ofSeconds(42),
        null);
  }

  void offer(String name, String description, @Nullable Boolean dockerfile, boolean mayInstall) {
    repositories.add(
        new ForgeRepository(
            new RepositoryName(name),
            URI.create("https://forge.example/" + name + ".git"),
            "main",
            description,
            name.contains("secret"),
            dockerfile,
            mayInstall));
  }

  @Override
  public Account connect(Forge forge, @Nullable URI url, Secret token) throws ForgeException {
    fail();
    if (token.reveal().equals("expired")) {
      throw new ForgeException(
          Kind.UNAUTHORIZED, "the forge does not know this token", "make a new one");
    }
    Account account =
        new Account(
            new AccountId(Ids.next("acc", clock)),
            forge,
            url == null ? URI.create("https://forge.example") : url,
            "ada",
            "583231",
            token,
            clock.instant());
    accounts.put(account);
    return account;
  }

  @Override
  public Listing repositories(AccountId account, String query, @Nullable String page)
      throws ForgeException {
    fail();
    List<ForgeRepository> found =
        repositories.stream().filter(each -> each.name().value().contains(query)).toList();
    int from = page == null ? 0 : Integer.parseInt(page);
    int to = Math.min(found.size(), from + pageSize);
    return new Listing(found.subList(from, to), to < found.size() ? Integer.toString(to) : null);
  }

  @Override
  public Enabled enable(AccountId account, RepositoryName name) throws ForgeException {
    fail();
    ForgeRepository there =
        repositories.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new ForgeException(
                    Kind.NOT_FOUND,
                    "there is no repository " + name,
                    "look whether the token may see it"));
    Repository repository =
        new Repository(
            new RepositoryId(Ids.next("repo", clock)),
            Objects.requireNonNull(accounts.find(account).orElseThrow().forge()),
            name,
            there.cloneUrl(),
            there.defaultBranch(),
            new Secret("webhook_secret", SECRET),
            null,
            null,
            Triggers.DEFAULT,
            new Connection(account, there.mayInstallHook() ? "77" : ""),
            true,
            clock.instant());
    known.add(repository);
    return new Enabled(
        repository,
        there.mayInstallHook()
            ? new HookState.Fine()
            : new HookState.ByHand("the token may not install webhooks for " + name));
  }

  @Override
  public HookState checkHook(RepositoryId repository) throws ForgeException {
    fail();
    return hook;
  }

  @Override
  public String remove(RepositoryId repository) {
    known.remove(repository);
    return cleanup;
  }

  private void fail() throws ForgeException {
    ForgeException failure = trouble;
    if (failure != null) {
      throw failure;
    }
  }
}
