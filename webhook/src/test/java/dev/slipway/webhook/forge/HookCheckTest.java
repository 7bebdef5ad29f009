package dev.slipway.webhook.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.account.Account;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.account.HookState;
import dev.slipway.core.account.Onboarding;
import dev.slipway.core.source.Connection;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.InMemoryRepositories;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HookCheckTest {
  private final InMemoryRepositories repositories = new InMemoryRepositories();
  private final Checks checks = new Checks();

  private void add(String id, @Nullable String account, boolean enabled) {
    repositories.add(
        new Repository(
            new RepositoryId(id),
            Forge.GITEA,
            new RepositoryName("acme/" + id),
            URI.create("https://git.example.com/acme/" + id + ".git"),
            "main",
            new Secret("webhook secret", "s"),
            null,
            null,
            Triggers.DEFAULT,
            account == null ? null : new Connection(new AccountId(account), "1"),
            enabled,
            Instant.EPOCH));
  }

  private List<String> round() {
    try (HookCheck check = new HookCheck(repositories, checks)) {
      check.round();
    }
    List<String> checked = new ArrayList<>();
    checks.asked.drainTo(checked);
    return checked;
  }

  @Test
  void looksAtThoseThatAreConnectedAndEnabled() {
    add("a", "acc_1", true);
    add("b", null, true);
    add("c", "acc_1", false);

    assertThat(round()).containsExactly("a");
  }

  @Test
  void leavesAForgeAloneForARoundThatWantsIt() {
    add("a-limited", "acc_1", true);
    add("b", "acc_1", true);
    add("c", "acc_2", true);

    assertThat(round()).containsExactly("a-limited", "c");
    assertThat(round()).containsExactly("a-limited", "c");
  }

  @Test
  void goesOnAfterAnyFailure() {
    add("a-forbidden", "acc_1", true);
    add("b-broken", "acc_1", true);
    add("c", "acc_1", true);

    assertThat(round()).containsExactly("a-forbidden", "b-broken", "c");
  }

  @Test
  void looksAgainAndAgain() throws InterruptedException {
    add("a", "acc_1", true);
    try (HookCheck check = new HookCheck(repositories, checks)) {
      check.start(Duration.ofMillis(1));

      assertThat(checks.asked.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
      assertThat(checks.asked.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
    }
  }

  /** Says of each repository what its name asks for. */
  private static final class Checks implements Onboarding {
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    @Override
    public HookState checkHook(RepositoryId repository) throws ForgeException {
      String id = repository.value();
      asked.add(id);
      if (id.endsWith("limited")) {
        throw new ForgeException(Kind.RATE_LIMITED, "slow down", "wait");
      }
      if (id.endsWith("forbidden")) {
        throw new ForgeException(Kind.FORBIDDEN, "no", "ask somebody");
      }
      if (id.endsWith("broken")) {
        throw new IllegalStateException("broken");
      }
      return new HookState.Fine();
    }

    @Override
    public Account connect(Forge forge, @Nullable URI url, Secret token) {
      throw new UnsupportedOperationException("only checks are asked for");
    }

    @Override
    public Listing repositories(AccountId account, String query, @Nullable String page) {
      throw new UnsupportedOperationException("only checks are asked for");
    }

    @Override
    public Enabled enable(AccountId account, RepositoryName name) {
      throw new UnsupportedOperationException("only checks are asked for");
    }

    @Override
    public String remove(RepositoryId repository) {
      throw new UnsupportedOperationException("only checks are asked for");
    }
  }
}
