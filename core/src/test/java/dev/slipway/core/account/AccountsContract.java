package dev.slipway.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.source.Forge;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link Accounts} does. */
public abstract class AccountsContract {
  private static final Instant NOON = Instant.parse("2026-03-14T12:00:00.123Z");

  /** A fresh, empty one. */
  protected abstract Accounts freshAccounts();

  @Test
  void aConnectedAccountIsFound() {
    Accounts accounts = freshAccounts();
    Account ada = account("acc_1", "canary-token-1", NOON);
    accounts.put(ada);
    assertSame(accounts.find(ada.id()).orElseThrow(), ada);
    assertThat(accounts.find(new AccountId("acc_2"))).isEmpty();
  }

  @Test
  void allAreListedInTheOrderInWhichTheyWereConnected() {
    Accounts accounts = freshAccounts();
    assertThat(accounts.all()).isEmpty();
    accounts.put(account("acc_2", "token-2", NOON.plusSeconds(1)));
    accounts.put(account("acc_3", "token-3", NOON.plusSeconds(2)));
    accounts.put(account("acc_1", "token-1", NOON));
    assertThat(accounts.all())
        .extracting(account -> account.id().value())
        .containsExactly("acc_1", "acc_2", "acc_3");
  }

  @Test
  void puttingAgainReplaces() {
    Accounts accounts = freshAccounts();
    accounts.put(account("acc_1", "token-1", NOON));
    Account renewed = account("acc_1", "token-2", NOON.plusSeconds(5));
    accounts.put(renewed);
    assertSame(accounts.find(renewed.id()).orElseThrow(), renewed);
    assertThat(accounts.all()).hasSize(1);
  }

  @Test
  void aRemovedOneIsGone() {
    Accounts accounts = freshAccounts();
    Account ada = account("acc_1", "token-1", NOON);
    accounts.put(ada);
    assertThat(accounts.remove(ada.id())).isTrue();
    assertThat(accounts.remove(ada.id())).isFalse();
    assertThat(accounts.find(ada.id())).isEmpty();
    assertThat(accounts.all()).isEmpty();
  }

  /** An account of a self-hosted forge. */
  protected static Account account(String id, String token, Instant connectedAt) {
    return new Account(
        new AccountId(id),
        Forge.GITEA,
        URI.create("https://forge.example/code"),
        "ada",
        "583231",
        new Secret("token", token),
        connectedAt);
  }

  /** Secrets do not compare, so their values are looked at. */
  private static void assertSame(Account actual, Account expected) {
    assertThat(actual).usingRecursiveComparison().ignoringFields("token").isEqualTo(expected);
    assertThat(actual.token().reveal()).isEqualTo(expected.token().reveal());
  }
}
