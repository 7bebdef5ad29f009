package dev.slipway.config.settings;

import dev.slipway.core.source.Labels;
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
 * @param registryCredentialsFile in the form of docker's {@code config.json}; null for none
 * @param builders builds at a time, at least one
 * @param builderLabels without the builder's own platform
 * @param drain how long running builds may go on when the process is told to stop
 * @param submoduleHosts host names
 * @param reconcile from one round over all repositories to the next, at least a second
 * @param edge what is for edges alone
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
    @Nullable Path registryCredentialsFile,
    int builders,
    Labels builderLabels,
    Duration drain,
    List<String> submoduleHosts,
    Duration reconcile,
    EdgeChoices edge,
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
