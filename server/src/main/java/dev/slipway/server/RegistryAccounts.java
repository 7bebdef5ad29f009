package dev.slipway.server;

import dev.slipway.builder.image.RegistryCredentials;
import dev.slipway.builder.image.RegistryLogins;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logins to registries, from a file in the form of docker's own.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/login/">docker login</a>
 */
final class RegistryAccounts {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryAccounts.class);
  private static final String DOCKER_HUB = "docker.io";

  private RegistryAccounts() {}

  /**
   * Reads the file; there are no logins without one.
   *
   * @throws StartException with which entry cannot be used and why, never with what it holds
   */
  static RegistryLogins read(@Nullable Path file) throws StartException {
    if (file == null) {
      return RegistryLogins.NONE;
    }
    Map<String, RegistryCredentials> byHost = new TreeMap<>();
    try {
      JsonObject auths = new JsonObject(Files.readString(file)).getJsonObject("auths");
      if (auths == null || auths.isEmpty()) {
        throw unusable(file, "it has no auths", "write one with `docker --config DIR login HOST`");
      }
      for (String name : auths.fieldNames()) {
        String host = host(name);
        byHost.put(host, credentials(file, host, auths.getJsonObject(name)));
      }
      warnIfReadable(file);
    } catch (IOException e) {
      throw unusable(file, "it cannot be read (" + e + ")", "check its path and permissions");
    } catch (DecodeException | ClassCastException _) {
      // What the parser says may quote a password.
      throw unusable(file, "it is not JSON of that form", "compare it with docker's config.json");
    }
    return new RegistryLogins(byHost);
  }

  /** Older entries are addresses, as that of Docker Hub still is. */
  private static String host(String name) {
    String bare = name.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return bare.equals("index.docker.io") ? DOCKER_HUB : bare;
  }

  private static RegistryCredentials credentials(Path file, String host, @Nullable JsonObject entry)
      throws StartException {
    String auth = entry == null ? null : entry.getString("auth");
    String user = entry == null ? null : entry.getString("username");
    String password = entry == null ? null : entry.getString("password");
    if (auth != null && !auth.isEmpty()) {
      String both = decoded(file, host, auth);
      int colon = both.indexOf(':');
      if (colon > 0) {
        return new RegistryCredentials(both.substring(0, colon), both.substring(colon + 1));
      }
    } else if (user != null && password != null) {
      return new RegistryCredentials(user, password);
    }
    throw unusable(
        file,
        "the entry of " + host + " has no user and password",
        "helpers that keep them elsewhere are not asked: write `auth`, or `username` and"
            + " `password`");
  }

  private static String decoded(Path file, String host, String auth) throws StartException {
    try {
      return new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw unusable(file, "auth of " + host + " is not base64", "it is that of USER:PASSWORD");
    }
  }

  private static void warnIfReadable(Path file) throws IOException {
    Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
    if (granted.contains(PosixFilePermission.OTHERS_READ)) {
      LOG.warn("{} holds passwords and is readable by everybody here: chmod 600 it", file);
    }
  }

  private static StartException unusable(Path file, String why, String next) {
    return new StartException(
        "The registry credentials in " + file + " cannot be used: " + why + "; " + next);
  }
}
