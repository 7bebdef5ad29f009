package dev.slipway.builder.image;

import java.util.Optional;

/** Who we are for registries that builds fetch from. Safe for concurrent use. */
@FunctionalInterface
public interface RegistryLogins {
  /** Nobody anywhere. */
  RegistryLogins NONE = _ -> Optional.empty();

  /**
   * The credentials for one registry, if there are any. Must not wait for anything.
   *
   * @param host with the port if it is not the usual one; {@code docker.io} for Docker Hub
   */
  Optional<RegistryCredentials> at(String host);

  /** The same, and one more, which comes first. */
  default RegistryLogins and(String host, RegistryCredentials credentials) {
    return wanted -> wanted.equals(host) ? Optional.of(credentials) : at(wanted);
  }
}
