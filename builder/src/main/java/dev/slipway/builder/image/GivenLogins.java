package dev.slipway.builder.image;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Logins that never change.
 *
 * @param byHost with the port if it is not the usual one; {@code docker.io} for Docker Hub
 */
public record GivenLogins(Map<String, RegistryCredentials> byHost) implements RegistryLogins {
  /** Where Docker Hub's registry really is. */
  private static final String DOCKER_HUB = "registry-1.docker.io";

  public GivenLogins {
    byHost = Map.copyOf(byHost);
  }

  @Override
  public Optional<RegistryCredentials> at(String host) {
    return Optional.ofNullable(byHost.get(host.equals(DOCKER_HUB) ? "docker.io" : host));
  }

  @Override
  public Set<String> hosts() {
    return byHost.keySet();
  }

  /** The same, and one more, which comes first. */
  public GivenLogins and(String host, RegistryCredentials credentials) {
    Map<String, RegistryCredentials> more = new TreeMap<>(byHost);
    more.put(host, credentials);
    return new GivenLogins(more);
  }

  /** Never shows a password. */
  @Override
  public String toString() {
    return "logins to " + byHost.keySet();
  }
}
