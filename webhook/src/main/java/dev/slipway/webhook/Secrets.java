package dev.slipway.webhook;

import dev.slipway.core.Ids;
import dev.slipway.core.Secret;
import dev.slipway.core.source.Repository;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What a repository's webhooks may be signed with. */
final class Secrets {
  private static final Secret NOBODYS = new Secret("nobody's", Ids.next("none", Clock.systemUTC()));

  private Secrets() {}

  /** The current one first; for an unknown repository one that nobody has. */
  static List<Secret> of(Optional<Repository> repository) {
    if (repository.isEmpty()) {
      return List.of(NOBODYS);
    }
    Secret current = repository.get().webhookSecret();
    Secret previous = repository.get().previousWebhookSecret();
    return previous == null ? List.of(current) : List.of(current, previous);
  }

  /** Whether the same proofs hold for both. */
  static boolean same(Optional<Repository> one, Optional<Repository> other) {
    return one.isPresent() == other.isPresent() && revealed(one).equals(revealed(other));
  }

  private static List<String> revealed(Optional<Repository> repository) {
    return of(repository).stream().map(Secret::reveal).toList();
  }
}
