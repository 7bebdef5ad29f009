package dev.slipway.server;

import dev.slipway.config.settings.InvalidSettingsException;
import dev.slipway.config.settings.Setting;
import dev.slipway.config.settings.Settings;
import dev.slipway.config.settings.SettingsLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The server's settings as flags; each has a variable and a key in the file as well. */
final class SettingFlags {
  private static final Path USUAL_FILE = Path.of("slipway.yml");

  @Option(names = "--config", paramLabel = "FILE", description = "settings file (./slipway.yml)")
  private @Nullable Path file;

  private final Map<Setting, String> given = new EnumMap<>(Setting.class);

  @Option(names = "--data-dir", paramLabel = "DIR", description = "everything local")
  void dataDir(String value) {
    given.put(Setting.DATA_DIR, value);
  }

  @Option(names = "--port", paramLabel = "N", description = "webhooks, API, dashboard (8080)")
  void port(String value) {
    given.put(Setting.PORT, value);
  }

  @Option(names = "--edge-port", paramLabel = "N", description = "traffic to services (8000)")
  void edgePort(String value) {
    given.put(Setting.EDGE_PORT, value);
  }

  @Option(names = "--bind", paramLabel = "ADDRESS", description = "listen there (127.0.0.1)")
  void bind(String value) {
    given.put(Setting.BIND, value);
  }

  @Option(names = "--public-url", paramLabel = "URL", description = "what forges call")
  void publicUrl(String value) {
    given.put(Setting.PUBLIC_URL, value);
  }

  @Option(
      names = "--roles",
      paramLabel = "ROLES",
      description = "webhook,dashboard,builder,... (all)")
  void roles(String value) {
    given.put(Setting.ROLES, value);
  }

  @Option(names = "--redis-url", paramLabel = "URL", description = "an outside Redis")
  void redisUrl(String value) {
    given.put(Setting.REDIS_URL, value);
  }

  @Option(names = "--registry", paramLabel = "HOST:PORT", description = "an outside registry")
  void registry(String value) {
    given.put(Setting.REGISTRY, value);
  }

  @Option(names = "--secret-key-file", paramLabel = "FILE", description = "key of secrets at rest")
  void secretKeyFile(String value) {
    given.put(Setting.SECRET_KEY_FILE, value);
  }

  @Option(
      names = "--allow-private-addresses",
      paramLabel = "LIST",
      description = "hosts and networks that may be reached although private")
  void allowPrivateAddresses(String value) {
    given.put(Setting.ALLOW_PRIVATE_ADDRESSES, value);
  }

  @Option(
      names = "--reconcile",
      paramLabel = "TIME",
      description = "how often repositories are asked for pushes that no webhook told of (5m)")
  void reconcile(String value) {
    given.put(Setting.RECONCILE, value);
  }

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      description = "how long a builder that stops lets running builds come to their end (5s)")
  void drain(String value) {
    given.put(Setting.DRAIN, value);
  }

  @Option(
      names = "--submodule-hosts",
      paramLabel = "HOSTS",
      description = "hosts that submodules may be on besides the repository's own")
  void submoduleHosts(String value) {
    given.put(Setting.SUBMODULE_HOSTS, value);
  }

  @Option(
      names = "--registry-credentials-file",
      paramLabel = "FILE",
      description = "logins to registries, in the form of docker's config.json")
  void registryCredentialsFile(String value) {
    given.put(Setting.REGISTRY_CREDENTIALS_FILE, value);
  }

  @Option(
      names = "--builder-labels",
      paramLabel = "LABELS",
      description = "what this builder has that repositories may ask for, such as gpu")
  void builderLabels(String value) {
    given.put(Setting.BUILDER_LABELS, value);
  }

  @Option(names = "--builders", paramLabel = "N", description = "builds at a time (cores)")
  void builders(String value) {
    given.put(Setting.BUILDERS, value);
  }

  @Option(names = "--edge-tls-port", paramLabel = "N", description = "HTTPS to services (none)")
  void edgeTlsPort(String value) {
    given.put(Setting.EDGE_TLS_PORT, value);
  }

  @Option(
      names = "--edge-certificates",
      paramLabel = "FOLDER",
      description = "NAME.crt and NAME.key for the hosts of services")
  void edgeCertificates(String value) {
    given.put(Setting.EDGE_CERTIFICATES, value);
  }

  @Option(
      names = "--edge-https-redirect",
      paramLabel = "ON|OFF",
      description = "plain requests for a host with a certificate go to HTTPS (off)")
  void edgeHttpsRedirect(String value) {
    given.put(Setting.EDGE_HTTPS_REDIRECT, value);
  }

  @Option(
      names = "--edge-access-log",
      paramLabel = "FILE|off",
      description = "a line for each request to a service (edge/access.log in the data directory)")
  void edgeAccessLog(String value) {
    given.put(Setting.EDGE_ACCESS_LOG, value);
  }

  @Option(
      names = "--edge-hold",
      paramLabel = "TIME",
      description = "how long a request to a paused service waits (30s)")
  void edgeHold(String value) {
    given.put(Setting.EDGE_HOLD, value);
  }

  /** What file, environment and flags say together. */
  Settings load() throws InvalidSettingsException {
    Path found = file != null ? file : Files.exists(USUAL_FILE) ? USUAL_FILE : null;
    return SettingsLoader.load(found, System.getenv(), given);
  }
}
