package dev.slipway.core.registry;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Known registries in memory, for tests. */
public final class InMemoryKnownRegistries implements KnownRegistries {
  private final TreeMap<RegistryHost, KnownRegistry> all = new TreeMap<>();

  @Override
  public synchronized Optional<KnownRegistry> find(RegistryHost host) {
    return Optional.ofNullable(all.get(host));
  }

  @Override
  public synchronized List<KnownRegistry> all() {
    return List.copyOf(all.values());
  }

  @Override
  public synchronized void put(KnownRegistry registry) {
    all.put(registry.host(), registry);
  }

  @Override
  public synchronized boolean remove(RegistryHost host) {
    return all.remove(host) != null;
  }
}
