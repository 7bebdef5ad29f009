package dev.slipway.builder.checkout;

import dev.slipway.core.Secret;
import dev.slipway.core.source.Repository;
import java.util.Optional;

/** Knows what a repository is cloned with. Safe for concurrent use. */
@FunctionalInterface
public interface CloneCredentials {
  /** What was given to the repository itself. */
  CloneCredentials OWN = repository -> Optional.ofNullable(repository.cloneToken());

  /**
   * The token for an https address, or the private key, in OpenSSH's or PEM form and without a
   * passphrase, for an ssh one; empty for a public repository.
   */
  Optional<Secret> of(Repository repository);
}
