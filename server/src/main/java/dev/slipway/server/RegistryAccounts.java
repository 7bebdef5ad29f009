package dev.slipway.server;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.wire.DockerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of logins to registries, in docker's form, that the settings name. */
final class RegistryAccounts {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryAccounts.class);

  private RegistryAccounts() {}

  /**
   * Opens the file, which is read again at each use; null without one.
   *
   * @param environment of this process; credential helpers get what is not Slipway's own
   * @throws StartException with which entry cannot be used and why, never with what it holds
   */
  static @Nullable DockerConfig open(@Nullable Path file, Map<String, String> environment)
      throws StartException {
    if (file == null) {
      return null;
    }
    Map<String, String> forHelpers = new TreeMap<>(environment);
    forHelpers.keySet().removeIf(name -> name.startsWith("SLIPWAY_"));
    DockerConfig config = new DockerConfig(file, forHelpers);
    try {
      config.check();
    } catch (RegistryException e) {
      throw new StartException(e.getMessage() + "; " + e.hint(), e);
    }
    warnIfReadable(file);
    return config;
  }

  private static void warnIfReadable(Path file) {
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        LOG.warn("{} holds passwords and is readable by everybody here: chmod 600 it", file);
      }
    } catch (IOException _) {
      // It could be read a moment ago; whoever uses it says what is wrong.
    }
  }
}
