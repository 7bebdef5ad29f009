package dev.slipway.builder.image;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows who we are for registries that builds fetch from and push to; asked at each use, so that a
 * change holds from the next one on. Safe for concurrent use.
 */
public interface RegistryLogins {
  /** Nobody anywhere. */
  GivenLogins NONE = new GivenLogins(Map.of());

  /**
   * The credentials for one registry, if there are any.
   *
   * @param host with the port if it is not the usual one; {@code docker.io} for Docker Hub
   */
  Optional<RegistryCredentials> at(String host);

  /** The registries that there are credentials for, for who has to be given all of them. */
  Set<String> hosts();
}
