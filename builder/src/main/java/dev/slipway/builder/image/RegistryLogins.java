package dev.slipway.builder.image;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who we are for registries that builds fetch from and push to. Safe for concurrent use.
 *
 * @param byHost with the port if it is not the usual one; {@code docker.io} for Docker Hub
 */
public record RegistryLogins(Map<String, RegistryCredentials> byHost) {
  /** Nobody anywhere. */
  public static final RegistryLogins NONE = new RegistryLogins(Map.of());

  /** Where Docker Hub's registry really is. */
  private static final String DOCKER_HUB = "registry-1.docker.io";

  public RegistryLogins {
    byHost = Map.copyOf(byHost);
  }

  /** The credentials for one registry, if there are any. */
  public Optional<RegistryCredentials> at(String host) {
    return Optional.ofNullable(byHost.get(host.equals(DOCKER_HUB) ? "docker.io" : host));
  }

  /** The same, and one more, which comes first. */
  public RegistryLogins and(String host, RegistryCredentials credentials) {
    Map<String, RegistryCredentials> more = new TreeMap<>(byHost);
    more.put(host, credentials);
    return new RegistryLogins(more);
  }

  /** Never shows a password. */
  @Override
  public String toString() {
    return "logins to " + byHost.keySet();
  }
}
