package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Form;
import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape;
import dev.slipway.config.shape.Shape.Amount;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Entries;
import dev.slipway.config.shape.Shape.Items;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.shape.Shape.Whole;
import dev.slipway.config.shape.Unit;
import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.config.yaml.Yaml;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.Resources;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that steps, side services and deployed services share. */
final class ContainerKeys {
  private static final int MOST_VARIABLES = 200;
  private static final int MOST_WORDS = 200;

  /** With fewer, a shell cannot start its commands. */
  private static final int MIN_PIDS = 8;

  private static final int MOST_PIDS = 1_000_000;

  /** What engines start a container with at the least. */
  private static final long LEAST_MEMORY = 6 << 20;

  /** A line that means the same with a shell and without one. */
  private static final Form LINE =
      Form.loose(
          "a line",
          4096,
          "[^\\x00-\\x1f\\x7f'\"\\\\`$&|;<>()*?\\[\\]{}~#!]*",
          "needs a shell, and is started without one; write it as a list: [\"sh\", \"-c\", \"...\"]");

  static final Shape COMMAND = Either.of(Text.of(LINE), new Items(Text.VERBATIM, 1, MOST_WORDS));

  static final Section SECRET =
      Section.of(
          "secret",
          Key.of("from_secret", "The name of a stored secret.", Text.of(Names.SECRET))
              .needed()
              .like("from_secret: NAME"));

  static final Shape ENV = env(Text.FREE, SECRET);

  static final Section RESOURCES =
      Section.of(
          "resources",
          Key.of("cpus", "Cores, as in 0.5 or 2.", new Amount(Unit.CORES)).like("cpus: 0.5"),
          Key.of("memory", "As in 768M or 2G; at least 6M.", new Amount(Unit.SIZE))
              .like("memory: 768M"),
          Key.of("pids", "The most processes and threads.", new Whole(MIN_PIDS, MOST_PIDS))
              .like("pids: 200"));

  private final Variables variables;
  private final Problems problems;

  ContainerKeys(Variables variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  static Shape env(Text text, Section secret) {
    return new Entries(Names.VARIABLE, Either.of(text, secret), MOST_VARIABLES);
  }

  /** The words of a command: those of the list, or of the line. */
  static List<String> command(Fields fields, String key) {
    Optional<Yaml> value = fields.value(key);
    if (value.isPresent() && value.get() instanceof Yaml.Scalar(String line, _, _)) {
      return line.isBlank() ? List.of() : List.of(line.strip().split("\\s+"));
    }
    return fields.texts(key);
  }

  Map<String, EnvValue> env(Fields fields) {
    return fields.map("env", this::envValue);
  }

  private Optional<EnvValue> envValue(Yaml value) {
    if (value instanceof Yaml.Mapping map) {
      return new Fields(map, "").text("from_secret").map(EnvValue.FromSecret::new);
    }
    return Fields.text(value).map(text -> new EnvValue.Plain(variables.replace(text)));
  }

  Resources resources(Fields fields) {
    Optional<Fields> limits = fields.mapping("resources");
    if (limits.isEmpty()) {
      return Resources.UNLIMITED;
    }
    Optional<Long> memory = limits.get().size("memory");
    if (memory.isPresent() && memory.get() < LEAST_MEMORY) {
      problems.add(
          limits.get().path("memory"),
          limits.get().at("memory"),
          "no container starts with so little memory",
          "give it at least 6M");
    }
    return new Resources(
        limits.get().milliCpus("cpus").orElse(null),
        memory.orElse(null),
        limits.get().number("pids").orElse(null));
  }
}
