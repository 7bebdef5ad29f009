package dev.slipway.registrysync.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.Secret;
import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logins that {@code docker login} wrote down, or left to credential helpers. Read anew each
 * time, since others sign in and out meanwhile.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/login/">docker login</a>
 */
public final class DockerConfig implements Logins {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Docker Hub is signed in to by an address that nobody pulls from. */
  private static final String HUB = "https://index.docker.io/v1/";

  private static final List<String> HUB_HOSTS =
      List.of("docker.io", "index.docker.io", "registry-1.docker.io");

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

  @Override
  public Optional<Credentials> at(String host) throws RegistryException {
    JsonNode config = read();
    for (String server : names(host)) {
      Optional<Credentials> found = at(server, config);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Credentials> at(String server, JsonNode config) throws RegistryException {
    String helper =
        config.path("credHelpers").path(server).asText(config.path("credsStore").asText());
    if (!helper.isEmpty()) {
      Optional<Credentials> kept = new CredentialHelper(helper, environment).get(server);
      if (kept.isPresent()) {
        return kept;
      }
    }
    return written(config.path("auths").path(server), server);
  }

  /** All forms in which docker and its relatives write the name of a registry. */
  private static List<String> names(String host) {
    return HUB_HOSTS.contains(host)
        ? List.of(HUB, "docker.io", "index.docker.io", "registry-1.docker.io")
        : List.of(host, "https://" + host, "http://" + host, "https://" + host + "/v2/");
  }

  private Optional<Credentials> written(JsonNode entry, String server) throws RegistryException {
    String identity = entry.path("identitytoken").asText();
    if (!identity.isEmpty()) {
      return Optional.of(credentials(Credentials.IDENTITY_TOKEN, identity, server));
    }
    String auth = entry.path("auth").asText();
    if (auth.isEmpty()) {
      return Optional.empty();
    }
    try {
      String both = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
      int colon = both.indexOf(':');
      if (colon > 0) {
        return Optional.of(
            credentials(both.substring(0, colon), both.substring(colon + 1), server));
      }
    } catch (IllegalArgumentException _) {
      // No base64 is no login either.
    }
    throw new RegistryException(
        "the login to " + server + " in " + file + " cannot be read",
        "sign in again with docker login " + server);
  }

  static Credentials credentials(String user, String password, String server) {
    return new Credentials(user, new Secret("password at " + server, password));
  }

  private JsonNode read() throws RegistryException {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (NoSuchFileException _) {
      return JSON.createObjectNode();
    } catch (IOException e) {
      // Jackson's message would quote the file, and so a password.
      throw new RegistryException(
          "docker's logins in " + file + " cannot be read",
          "check that it is JSON, and that Slipway's user may read it");
    }
  }
}
