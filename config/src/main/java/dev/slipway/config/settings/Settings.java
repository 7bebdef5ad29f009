package dev.slipway.config.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's settings, checked.
 *
 * @param port 0 takes any free port
 * @param edgePort 0 takes any free port
 * @param publicUrl without a slash at the end; null derives it from address and port
 * @param redisUrl null runs a Redis of our own
 * @param registry {@code host:port[/prefix]}; null runs a registry of our own
 * @param adminToken null makes one
 * @param allowPrivateAddresses host names, addresses and networks
 * @param builders builds at a time, at least one
 * @param drain how long running builds may go on when the process is told to stop
 * @param submoduleHosts host names
 * @param targets by name, in the order of the file; the one on the machine's engine need not be
 *     among them
 */
public record Settings(
    Path dataDir,
    int port,
    int edgePort,
    String bind,
    @Nullable URI publicUrl,
    Set<Role> roles,
    @Nullable URI redisUrl,
    @Nullable String registry,
    @Nullable String adminToken,
    Path secretKeyFile,
    List<String> allowPrivateAddresses,
    int builders,
    Duration drain,
    List<String> submoduleHosts,
    Map<String, TargetSettings> targets) {
  public Settings {
    roles = Set.copyOf(roles);
    allowPrivateAddresses = List.copyOf(allowPrivateAddresses);
    submoduleHosts = List.copyOf(submoduleHosts);
    targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
  }

  /** Names what is set, never a secret: Redis URLs and tokens carry them. */
  @Override
  public String toString() {
    return "Settings(" + dataDir + ", " + bind + ":" + port + ", " + roles + ")";
  }
}
