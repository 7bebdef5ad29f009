package dev.slipway.registrysync.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A program that keeps logins for docker. It is started directly, never by a shell.
 *
 * @see <a href="https://github.com/docker/docker-credential-helpers#development">its protocol</a>
 */
record CredentialHelper(String name, Map<String, String> environment) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final String NOT_FOUND = "credentials not found";
  private static final int SECONDS = 15;
  private static final int LARGEST = 1 << 20;

  CredentialHelper {
    environment = Map.copyOf(environment);
  }

  /** Fails unless it can be the name of a helper, never a path or an argument; empty is none. */
  static void check(String name) throws RegistryException {
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      throw new RegistryException(
          "\"" + name + "\" is no name of a credential helper", "correct docker's config.json");
    }
  }

  /** The login that it keeps for a server. */
  Optional<Credentials> get(String server) throws RegistryException {
    check(name);
    try {
      ProcessBuilder builder = new ProcessBuilder(found().toString(), "get");
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try {
        return converse(process, server);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw failed(server, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(server, e);
    }
  }

  private String program() {
    return "docker-credential-" + name;
  }

  /** Looks for it where its own environment says, which need not be this process's. */
  private Path found() throws IOException {
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      Path candidate = Path.of(folder, program());
      if (candidate.isAbsolute() && Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new IOException("there is no such program in PATH");
  }

  private Optional<Credentials> converse(Process process, String server)
      throws IOException, InterruptedException, RegistryException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(server.getBytes(StandardCharsets.UTF_8));
    }
    Thread ender =
        Thread.ofVirtual()
            .start(() -> {
              try {
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    byte[] said = process.getInputStream().readNBytes(LARGEST);
    int code = process.waitFor();
    ender.interrupt();
    if (code != 0) {
      if (new String(said, StandardCharsets.UTF_8).startsWith(NOT_FOUND)) {
        return Optional.empty();
      }
      throw failed(server, new IOException("it ended with " + code));
    }
    JsonNode login = JSON.readTree(said);
    String secret = login.path("Secret").asText();
    return secret.isEmpty()
        ? Optional.empty()
        : Optional.of(DockerConfig.credentials(login.path("Username").asText(), secret, server));
  }

  private RegistryException failed(String server, Exception cause) {
    return new RegistryException(
        "%s does not give the login to %s".formatted(program(), server),
        "run \"echo " + server + " | " + program() + " get\" as Slipway's user to see why",
        cause);
  }
}
