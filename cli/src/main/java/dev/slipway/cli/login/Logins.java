package dev.slipway.cli.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.exit.CommandFailed;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The servers that this user signed in to, in a file that only the user can read. Each token is
 * kept with its server and never sent to another one.
 */
public final class Logins {
  /** Where Slipway listens when nobody says otherwise. */
  public static final String DEFAULT_URL = "http://127.0.0.1:8080";

  private static final String CURRENT = "current";
  private static final String TOKENS = "tokens";

  private final Path file;

  private Logins(Path file) {
    this.file = file;
  }

  /**
   * The user's file.
   *
   * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">the XDG base
   *     directories</a>
   */
  public static Logins of(Map<String, String> environment) {
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path folder =
        config.startsWith("/")
            ? Path.of(config)
            : Path.of(System.getProperty("user.home"), ".config");
    return new Logins(folder.resolve("slipway").resolve("login.json"));
  }

  public Path file() {
    return file;
  }

  /**
   * Decides which server is meant: flags beat the environment, which beats the stored login.
   *
   * @param url from the command line, or null
   * @param token from the command line, or null
   */
  public Connection connection(
      @Nullable String url, @Nullable String token, Map<String, String> environment) {
    String askedUrl = url == null ? environment.getOrDefault("SLIPWAY_URL", "") : url;
    String askedToken = token == null ? environment.getOrDefault("SLIPWAY_TOKEN", "") : token;
    if (!askedUrl.isEmpty() && !askedToken.isEmpty()) {
      return new Connection(askedUrl, askedToken);
    }
    JsonNode stored = read();
    String current = stored.path(CURRENT).asText(DEFAULT_URL);
    Connection server = new Connection(askedUrl.isEmpty() ? current : askedUrl, null);
    String known =
        askedToken.isEmpty() ? stored.path(TOKENS).path(server.url()).asText("") : askedToken;
    return new Connection(server.url(), known.isEmpty() ? null : known);
  }

  /** Remembers a login and makes its server the one that is meant from now on. */
  public void store(String url, String token) {
    ObjectNode all = read();
    all.put(CURRENT, url);
    all.withObjectProperty(TOKENS).put(url, token);
    try {
      Path folder = Optional.ofNullable(file.getParent()).orElseThrow();
      Files.createDirectories(folder, permissions("rwx------"));
      Path fresh = Files.createTempFile(folder, "login", ".tmp", permissions("rw-------"));
      try {
        Files.write(fresh, new JsonMapper().writeValueAsBytes(all));
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw CommandFailed.usage(
          "the login cannot be stored in %s: %s".formatted(file, e.getMessage()),
          "make the folder writable, or set SLIPWAY_URL and SLIPWAY_TOKEN instead");
    }
  }

  private ObjectNode read() {
    JsonMapper mapper = new JsonMapper();
    try {
      return mapper.readTree(Files.readAllBytes(file)) instanceof ObjectNode object
          ? object
          : mapper.createObjectNode();
    } catch (NoSuchFileException _) {
      return mapper.createObjectNode();
    } catch (IOException e) {
      throw CommandFailed.usage(
          "the stored login in %s cannot be read: %s".formatted(file, e.getMessage()),
          "remove the file and sign in again: slipway login");
    }
  }

  private static FileAttribute<?>[] permissions(String text) {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }
}
