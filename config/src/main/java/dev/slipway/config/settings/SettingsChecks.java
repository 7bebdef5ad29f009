package dev.slipway.config.settings;

import dev.slipway.config.settings.SettingsLoader.Given;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.source.Labels;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns given texts into settings, noting what cannot be meant. */
final class SettingsChecks {
  private static final int DEFAULT_PORT = 8080;
  private static final int DEFAULT_EDGE_PORT = 8000;
  private static final int SHORTEST_TOKEN = 16;
  private static final int MOST_BUILDERS = 256;

  /** Shorter than what engines and service managers wait before they kill. */
  private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);

  private static final Duration DEFAULT_RECONCILE = Duration.ofMinutes(5);
  private static final Duration SHORTEST_RECONCILE = Duration.ofSeconds(1);
  /** As long as rollouts and people need; browsers and other proxies mostly wait for a minute. */
  private static final Duration DEFAULT_HOLD = Duration.ofSeconds(30);

  private static final String ACCESS_LOG = "edge/access.log";

  private static final Pattern SPAN = Pattern.compile("(\\d{1,4})([sm])");
  private static final Pattern REGISTRY =
      Pattern.compile("[A-Za-z0-9.-]+(:\\d{1,5})?(/[a-z0-9._/-]*[a-z0-9])?");

  private final Map<Setting, Given> given;
  private final Map<String, String> environment;
  private final List<String> problems;

  SettingsChecks(
      Map<Setting, Given> given, Map<String, String> environment, List<String> problems) {
    this.given = given;
    this.environment = environment;
    this.problems = problems;
  }

  Settings settings(Map<String, TargetSettings> targets) {
    Path dataDir = path(Setting.DATA_DIR).orElseGet(this::userDataDir);
    return new Settings(
        dataDir,
        number(Setting.PORT, 0, 65_535).orElse(DEFAULT_PORT),
        number(Setting.EDGE_PORT, 0, 65_535).orElse(DEFAULT_EDGE_PORT),
        text(Setting.BIND).orElse("127.0.0.1"),
        url(Setting.PUBLIC_URL, Set.of("http", "https")),
        roles(),
        url(Setting.REDIS_URL, Set.of("redis", "rediss")),
        registry(),
        adminToken(),
        path(Setting.SECRET_KEY_FILE).orElse(dataDir.resolve("secret.key")),
        list(Setting.ALLOW_PRIVATE_ADDRESSES),
        path(Setting.REGISTRY_CREDENTIALS_FILE).orElse(null),
        number(Setting.BUILDERS, 1, MOST_BUILDERS)
            .orElse(Runtime.getRuntime().availableProcessors()),
        labels(),
        span(Setting.DRAIN, Duration.ZERO).orElse(DEFAULT_DRAIN),
        list(Setting.SUBMODULE_HOSTS),
        span(Setting.RECONCILE, SHORTEST_RECONCILE).orElse(DEFAULT_RECONCILE),
        edge(dataDir),
        targets);
  }

  private EdgeChoices edge(Path dataDir) {
    boolean logs = !text(Setting.EDGE_ACCESS_LOG).filter("off"::equals).isPresent();
    Path log = logs ? path(Setting.EDGE_ACCESS_LOG).orElse(dataDir.resolve(ACCESS_LOG)) : null;
    return new EdgeChoices(
        number(Setting.EDGE_TLS_PORT, 0, 65_535).orElse(null),
        path(Setting.EDGE_CERTIFICATES).orElse(dataDir.resolve("certificates")),
        onOrOff(Setting.EDGE_HTTPS_REDIRECT).orElse(false),
        log,
        span(Setting.EDGE_HOLD, Duration.ZERO).orElse(DEFAULT_HOLD));
  }

  private Optional<String> text(Setting setting) {
    return Optional.ofNullable(given.get(setting)).map(Given::value).map(String::strip);
  }

  private List<String> list(Setting setting) {
    return text(setting).stream()
        .flatMap(text -> Arrays.stream(text.split("[,\\s]+")))
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private Optional<Path> path(Setting setting) {
    return parse(
        setting, text -> Path.of(text).toAbsolutePath().normalize(), "give a path of this machine");
  }

  private Optional<Integer> number(Setting setting, int least, int most) {
    return parse(
        setting,
        text -> {
          int number = Integer.parseInt(text);
          if (number < least || number > most) {
            throw new IllegalArgumentException(text);
          }
          return number;
        },
        "give a number from " + least + " to " + most);
  }

  private Optional<Boolean> onOrOff(Setting setting) {
    return parse(
        setting,
        text ->
            switch (text) {
              case "on" -> true;
              case "off" -> false;
              default -> throw new IllegalArgumentException(text);
            },
        "write on or off");
  }

  private Optional<Duration> span(Setting setting, Duration least) {
    return parse(
        setting,
        text -> {
          Matcher parts = SPAN.matcher(text);
          if (!parts.matches()) {
            throw new IllegalArgumentException(text);
          }
          int number = Integer.parseInt(parts.group(1));
          Duration span =
              parts.group(2).equals("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
          if (span.compareTo(least) < 0) {
            throw new IllegalArgumentException(text);
          }
          return span;
        },
        least.isZero()
            ? "write it like 30s or 10m"
            : "write it like 30s or 10m, %ds at least".formatted(least.toSeconds()));
  }

  private @Nullable URI url(Setting setting, Set<String> schemes) {
    String wanted =
        schemes.stream().sorted().map(s -> s + "://HOST").collect(Collectors.joining(" or "));
    return parse(
            setting,
            text -> {
              URI uri = uri(text.replaceAll("/+$", ""));
              if (uri.getHost() == null || !schemes.contains(uri.getScheme())) {
                throw new IllegalArgumentException(text);
              }
              return uri;
            },
            "write it as " + wanted)
        .orElse(null);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Set<Role> roles() {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : list(Setting.ROLES)) {
      Optional<Role> role =
          Arrays.stream(Role.values()).filter(candidate -> candidate.id().equals(name)).findAny();
      role.ifPresentOrElse(
          roles::add,
          () ->
              problem(
                  Setting.ROLES,
                  "\"" + name + "\" is no role",
                  "take any of "
                      + Arrays.stream(Role.values())
                          .map(Role::id)
                          .collect(Collectors.joining(", "))));
    }
    return roles.isEmpty() ? EnumSet.allOf(Role.class) : roles;
  }

  private Labels labels() {
    try {
      return new Labels(list(Setting.BUILDER_LABELS));
    } catch (InvalidValueException e) {
      problem(Setting.BUILDER_LABELS, String.valueOf(e.getMessage()), "write it as gpu,big-disk");
      return Labels.NONE;
    }
  }

  private @Nullable String registry() {
    return parse(
            Setting.REGISTRY,
            text -> {
              if (!REGISTRY.matcher(text).matches()) {
                throw new IllegalArgumentException(text);
              }
              return text;
            },
            "write it as host:port or host:port/prefix, without a scheme")
        .orElse(null);
  }

  private @Nullable String adminToken() {
    String token = text(Setting.ADMIN_TOKEN).orElse(null);
    if (token != null && token.length() < SHORTEST_TOKEN) {
      problem(
          Setting.ADMIN_TOKEN,
          "the token is shorter than " + SHORTEST_TOKEN + " characters",
          "make one with: openssl rand -hex 32");
    }
    return token;
  }

  /** Per user, where the system keeps such data. */
  private Path userDataDir() {
    String xdg = environment.get("XDG_DATA_HOME");
    Path home = Path.of(System.getProperty("user.home", "."));
    if (xdg != null && Path.of(xdg).isAbsolute()) {
      return Path.of(xdg, "slipway");
    }
    boolean mac = System.getProperty("os.name", "").startsWith("Mac");
    return mac
        ? home.resolve("Library/Application Support/slipway")
        : home.resolve(".local/share/slipway");
  }

  /** What cannot be parsed is noted without its value where that may be a secret. */
  private <T> Optional<T> parse(Setting setting, Function<String, T> parser, String hint) {
    return text(setting)
        .flatMap(text -> {
          try {
            return Optional.of(parser.apply(text));
          } catch (IllegalArgumentException _) {
            boolean showable = setting != Setting.REDIS_URL;
            problem(setting, showable ? "\"" + text + "\" does not fit" : "it does not fit", hint);
            return Optional.empty();
          }
        });
  }

  private void problem(Setting setting, String message, String hint) {
    Given value = given.get(setting);
    String source = value == null ? "" : " (from " + value.source() + ")";
    problems.add(setting.key() + source + ": " + message + "; " + hint);
  }
}
