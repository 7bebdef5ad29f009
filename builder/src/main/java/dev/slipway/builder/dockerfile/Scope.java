package dev.slipway.builder.dockerfile;

import dev.slipway.builder.dockerfile.Instruction.Variable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What variables stand for at one point of a Dockerfile. ARGs before the first FROM count in FROM
 * lines only; a stage knows those that it declares itself, and its environment, which wins over
 * them. Used by one thread.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/#scope">the scope of ARG</a>
 */
public final class Scope {
  /** Names of which the engine takes the values without a declaration, for RUN alone. */
  public static final Set<String> PROXIES =
      Set.of(
          "HTTP_PROXY",
          "http_proxy",
          "HTTPS_PROXY",
          "https_proxy",
          "FTP_PROXY",
          "ftp_proxy",
          "NO_PROXY",
          "no_proxy",
          "ALL_PROXY",
          "all_proxy");

  private final char escape;
  private final Map<String, String> given;
  private final Map<String, String> globals;
  private final Map<String, String> args;
  private final Map<String, String> env = new HashMap<>();

  private Scope(
      char escape,
      Map<String, String> given,
      Map<String, String> globals,
      Map<String, String> args) {
    this.escape = escape;
    this.given = given;
    this.globals = globals;
    this.args = args;
  }

  /**
   * The one of the FROM lines.
   *
   * @param given values of the build's arguments, by name
   * @param platform such as {@code linux/amd64}, which is both the builder's and the image's
   * @throws DockerfileException when a default cannot be worked out
   */
  public static Scope global(Dockerfile file, Map<String, String> given, String platform)
      throws DockerfileException {
    Map<String, String> globals = platformArgs(platform);
    globals.replaceAll(given::getOrDefault);
    Scope scope = new Scope(file.directives().escape(), Map.copyOf(given), globals, globals);
    for (Instruction.Arg arg : file.globals()) {
      for (Variable variable : arg.variables()) {
        String value = scope.given.get(variable.name());
        if (value == null && variable.value() != null) {
          value = scope.expand(arg.place(), variable.value());
        }
        if (value != null) {
          globals.put(variable.name(), value);
        }
      }
    }
    return scope;
  }

  private static Map<String, String> platformArgs(String platform) {
    String[] parts = platform.split("/", -1);
    Map<String, String> args = new HashMap<>();
    for (String prefix : List.of("BUILD", "TARGET")) {
      args.put(prefix + "PLATFORM", platform);
      args.put(prefix + "OS", parts[0]);
      args.put(prefix + "ARCH", parts.length > 1 ? parts[1] : "");
      args.put(prefix + "VARIANT", parts.length > 2 ? parts[2] : "");
    }
    return args;
  }

  /** The one at the beginning of a stage, before its environment is known. */
  public Scope stage() {
    return new Scope(escape, given, globals, new LinkedHashMap<>());
  }

  /** Takes over a declaration: the build's value, else the default, else the global one. */
  public void declare(Instruction.Arg arg) throws DockerfileException {
    for (Variable variable : arg.variables()) {
      String name = variable.name();
      String value = given.get(name);
      if (value == null) {
        value =
            variable.value() == null ? globals.get(name) : expand(arg.place(), variable.value());
      }
      if (value != null) {
        args.put(name, value);
      }
    }
  }

  /** Sets a variable of the environment. */
  public void set(String name, String value) {
    env.put(name, value);
  }

  /** Whether an ARG of the stage has that name. */
  public boolean declares(String name) {
    return args.containsKey(name);
  }

  /** Whether the environment has that name. */
  public boolean hasEnv(String name) {
    return env.containsKey(name);
  }

  /** A word with its variables replaced, and without quotes and escapes. */
  public String expand(Place place, String word) throws DockerfileException {
    return working(place, word, () -> Expansion.withEscape(escape).word(word, variables()));
  }

  /** The same, cut into words afterwards. */
  public List<String> words(Place place, String word) throws DockerfileException {
    return working(place, word, () -> Expansion.withEscape(escape).words(word, variables()));
  }

  /** The text of a here-document: quotes mean nothing in it. */
  public String text(Place place, Heredoc heredoc) throws DockerfileException {
    String text = heredoc.text();
    return heredoc.expand()
        ? working(
            place,
            heredoc.name(),
            () -> Expansion.withEscape('\\').ignoringQuotes().word(text, variables()))
        : text;
  }

  private Map<String, String> variables() {
    Map<String, String> all = new HashMap<>(args);
    all.putAll(env);
    return all;
  }

  private static <T> T working(Place place, String word, Supplier<T> work)
      throws DockerfileException {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw place.error(
          "failed to process \"" + word + "\": " + e.getMessage(),
          "set the variable with ARG, ENV or `build.args`, or write a $ that is none as \\$");
    }
  }
}
