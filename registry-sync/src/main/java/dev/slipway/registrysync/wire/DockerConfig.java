package dev.slipway.registrysync.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.registry.ConfiguredLogins;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.RegistryHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The logins that {@code docker login} wrote down, or left to credential helpers. Read anew each
 * time, since others sign in and out meanwhile.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/login/">docker login</a>
 */
public final class DockerConfig implements Logins, ConfiguredLogins {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Docker Hub is signed in to by an address that nobody pulls from. */
  private static final String HUB = "https://index.docker.io/v1/";

  private final Path file;
  private final Map<String, String> environment;

  /**
   * Reads nothing yet.
   *
   * @param file usually {@code ~/.docker/config.json}; need not be there
   * @param environment of the helpers, in whose {@code PATH} they are looked for
   */
  public DockerConfig(Path file, Map<String, String> environment) {
    this.file = file;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Makes sure that each entry can be used, without asking a helper.
   *
   * @throws RegistryException with which entry cannot and why, never with what it holds
   */
  public void check() throws RegistryException {
    if (!Files.exists(file)) {
      throw unusable("it is not there", "check its path");
    }
    JsonNode config = read();
    String store = config.path("credsStore").asText();
    JsonNode auths = config.path("auths");
    if (auths.isEmpty() && config.path("credHelpers").isEmpty() && store.isEmpty()) {
      throw unusable("it has no auths", "write one with `docker --config DIR login HOST`");
    }
    for (var entry : auths.properties()) {
      RegistryHost host = named(entry.getKey());
      boolean kept = !store.isEmpty() || !names(config.path("credHelpers"), host).isEmpty();
      if (written(entry.getValue(), host).isEmpty() && !kept) {
        throw unusable(
            "the entry of " + host + " has no user and password",
            "write `auth`, or `username` and `password`, or name the helper that keeps them");
      }
    }
    for (ConfiguredLogin login : all()) {
      CredentialHelper.check(login.helper());
    }
    CredentialHelper.check(store);
  }

  /** Another number whenever the file has changed. */
  public long revision() {
    return file.toFile().lastModified();
  }

  @Override
  public List<ConfiguredLogin> all() throws RegistryException {
    JsonNode config = read();
    String store = config.path("credsStore").asText();
    Map<RegistryHost, ConfiguredLogin> byHost = new TreeMap<>();
    for (var entry : config.path("credHelpers").properties()) {
      RegistryHost host = named(entry.getKey());
      byHost.putIfAbsent(host, new ConfiguredLogin(host, "", entry.getValue().asText()));
    }
    for (var entry : config.path("auths").properties()) {
      RegistryHost host = named(entry.getKey());
      String user = written(entry.getValue(), host).map(Credentials::user).orElse("");
      byHost.putIfAbsent(host, new ConfiguredLogin(host, user, user.isEmpty() ? store : ""));
    }
    return List.copyOf(byHost.values());
  }

  @Override
  public Optional<Credentials> at(String registry) throws RegistryException {
    RegistryHost host = new RegistryHost(registry);
    JsonNode config = read();
    JsonNode helpers = config.path("credHelpers");
    List<String> entries = names(config.path("auths"), host);
    for (String name : names(helpers, host)) {
      Optional<Credentials> kept = helper(helpers.path(name).asText()).get(name);
      if (kept.isPresent()) {
        return kept;
      }
    }
    String store = config.path("credsStore").asText();
    Set<String> asked = new LinkedHashSet<>(entries);
    asked.addAll(usual(host));
    for (String name : store.isEmpty() ? Set.<String>of() : asked) {
      Optional<Credentials> kept = helper(store).get(name);
      if (kept.isPresent()) {
        return kept;
      }
    }
    for (String name : entries) {
      Optional<Credentials> found = written(config.path("auths").path(name), host);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private CredentialHelper helper(String name) {
    return new CredentialHelper(name, environment);
  }

  /** The fields that mean this host: older ones are addresses, as Docker Hub's still is. */
  private List<String> names(JsonNode of, RegistryHost host) throws RegistryException {
    List<String> names = new ArrayList<>();
    for (var entry : of.properties()) {
      if (named(entry.getKey()).equals(host)) {
        names.add(entry.getKey());
      }
    }
    return names;
  }

  private RegistryHost named(String name) throws RegistryException {
    try {
      return new RegistryHost(name.replaceFirst("^https?://", "").replaceFirst("/.*$", ""));
    } catch (InvalidValueException e) {
      throw unusable(String.valueOf(e.getMessage()), "correct that entry");
    }
  }

  /** The forms in which docker and its relatives write the name of a registry for a helper. */
  private static List<String> usual(RegistryHost host) {
    String name = host.value();
    return name.equals("docker.io")
        ? List.of(HUB, "docker.io", "index.docker.io", "registry-1.docker.io")
        : List.of(name, "https://" + name, "http://" + name, "https://" + name + "/v2/");
  }

  private Optional<Credentials> written(JsonNode entry, RegistryHost host)
      throws RegistryException {
    String identity = entry.path("identitytoken").asText();
    if (!identity.isEmpty()) {
      return Optional.of(credentials(Credentials.IDENTITY_TOKEN, identity, host.value()));
    }
    String auth = entry.path("auth").asText();
    String user = entry.path("username").asText();
    String password = entry.path("password").asText();
    if (auth.isEmpty()) {
      return user.isEmpty() || password.isEmpty()
          ? Optional.empty()
          : Optional.of(credentials(user, password, host.value()));
    }
    String both = decoded(auth, host);
    int colon = both.indexOf(':');
    if (colon <= 0) {
      throw unusable(
          "the entry of " + host + " has no user and password", "its auth is USER:PASSWORD");
    }
    return Optional.of(
        credentials(both.substring(0, colon), both.substring(colon + 1), host.value()));
  }

  private String decoded(String auth, RegistryHost host) throws RegistryException {
    try {
      return new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw unusable("auth of " + host + " is not base64", "it is that of USER:PASSWORD");
    }
  }

  static Credentials credentials(String user, String password, String server) {
    return new Credentials(user, new Secret("password at " + server, password));
  }

  private JsonNode read() throws RegistryException {
    try {
      JsonNode config = JSON.readTree(Files.readAllBytes(file));
      for (String name : List.of("auths", "credHelpers")) {
        if (!config.isObject() || !(config.path(name).isObject() || !config.has(name))) {
          throw unusable("it is not JSON of that form", "compare it with docker's config.json");
        }
      }
      return config;
    } catch (NoSuchFileException _) {
      return JSON.createObjectNode();
    } catch (IOException _) {
      // Jackson's message would quote the file, and so a password.
      throw unusable(
          "it cannot be read, or is not JSON",
          "compare it with docker's config.json; Slipway's user has to be able to read it");
    }
  }

  private RegistryException unusable(String why, String next) {
    return new RegistryException(
        "the registry credentials in " + file + " cannot be used: " + why, next);
  }
}
