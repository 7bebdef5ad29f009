package dev.slipway.registrysync.wire;

import dev.slipway.core.registry.RegistryException;
import java.util.Optional;

/** Knows who we are at which registry. Safe for concurrent use. */
@FunctionalInterface
public interface Logins {
  /** Nobody, everywhere. */
  Logins NONE = _ -> Optional.empty();

  /**
   * Who we are there; empty where nobody has to sign in.
   *
   * @param host with its port, where it has one
   * @throws RegistryException when it is written down somewhere that cannot be read
   */
  Optional<Credentials> at(String host) throws RegistryException;
}
