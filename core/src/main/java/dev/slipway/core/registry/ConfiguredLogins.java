package dev.slipway.core.registry;

import java.util.List;

/** Logins that the server was configured with, which are shown and not changed here. */
@FunctionalInterface
public interface ConfiguredLogins {
  /**
   * All that are named, by their hosts.
   *
   * @throws RegistryException when they cannot be read
   */
  List<ConfiguredLogin> all() throws RegistryException;

  /**
   * One of them.
   *
   * @param username empty where only a credential helper knows it
   * @param helper the credential helper that keeps it; empty where it stands in the file
   */
  record ConfiguredLogin(RegistryHost host, String username, String helper) {}
}
