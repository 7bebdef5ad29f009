package dev.slipway.core.source;

import dev.slipway.core.Secret;
import dev.slipway.core.account.AccountId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Repositories to test with. */
public final class SampleRepositories {
  private SampleRepositories() {}

  /** {@code acme/ID}, with the id's prefix left out; connected to an account, or to none. */
  public static Repository connected(RepositoryId id, @Nullable AccountId account) {
    return sample(id, Labels.NONE, account);
  }

  /** {@code acme/ID} as well, whose builds need a builder with labels. */
  public static Repository needing(RepositoryId id, Labels labels) {
    return sample(id, labels, null);
  }

  private static Repository sample(RepositoryId id, Labels labels, @Nullable AccountId account) {
    RepositoryName name = new RepositoryName("acme/" + id.value().replaceFirst("^rep_", ""));
    return new Repository(
        id,
        Forge.GITHUB,
        name,
        URI.create("https://forge.example/" + name + ".git"),
        "main",
        new Secret("webhook", "webhook-secret"),
        null,
        null,
        Triggers.DEFAULT,
        labels,
        List.of(),
        null,
        account == null ? null : new Connection(account, "42"),
        true,
        Instant.parse("2026-03-14T15:09:26Z"));
  }
}
