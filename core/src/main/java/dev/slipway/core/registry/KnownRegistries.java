package dev.slipway.core.registry;

import java.util.List;
import java.util.Optional;

/**
 * Keeps what administrators said about registries. Safe for concurrent use; each call is one atomic
 * step.
 */
public interface KnownRegistries {
  Optional<KnownRegistry> find(RegistryHost host);

  /** All of them, by their names. */
  List<KnownRegistry> all();

  /** Adds it, or replaces the one of the same name. */
  void put(KnownRegistry registry);

  /** Forgets it; false when there was none. */
  boolean remove(RegistryHost host);
}
