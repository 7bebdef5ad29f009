package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Form;
import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape.Amount;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.shape.Shape.Whole;
import dev.slipway.config.shape.Unit;
import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.core.pipeline.HealthCheck.Statuses;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code healthcheck} key of a deployed service: a path, or a map. */
final class HealthCheckSection {
  private static final String NAME = "healthcheck";
  private static final int MOST_RETRIES = 10_000;
  private static final Text PATH =
      Text.of(Form.strict("a path", 1024, "/[\\x21-\\x7e]*", "write it like /up"));

  private static final String TCP = "tcp";
  private static final Text PATH_OR_TCP =
      Text.of(
          Form.strict("a path or tcp", 1024, "tcp|/[\\x21-\\x7e]*", "write it like /up, or tcp"));
  private static final Pattern STATUSES = Pattern.compile("[1-5][0-9]{2}(?:-[1-5][0-9]{2})?");
  private static final Text STATUS =
      Text.of(
          Form.loose(
              "a status",
              7,
              STATUSES.pattern(),
              "is no status of HTTP; write it like 204 or 200-299"));

  private static final Section MAP =
      Section.of(
          "healthcheck",
          Key.of("path", "A GET of it must be answered well.", PATH).like("path: /up"),
          Key.of("status", "What counts as answered well; 200-399, if not said.", STATUS)
              .like("status: 200-299"),
          Key.of(
                  "command",
                  "Run in the container, instead of a GET; it must end with exit code 0.",
                  ContainerKeys.COMMAND)
              .like("command: [./healthy]"),
          Key.of(
                  "interval",
                  "From the end of a try to the start of the next.",
                  new Amount(Unit.DURATION))
              .like("interval: 1s"),
          Key.of("timeout", "For one try.", new Amount(Unit.TIME)).like("timeout: 5s"),
          Key.of(
                  "retries",
                  "Failed tries until the container is given up.",
                  new Whole(1, MOST_RETRIES))
              .like("retries: 60"),
          Key.of("start_period", "In which failed tries do not count.", new Amount(Unit.DURATION))
              .like("start_period: 10s"));

  static final Key KEY =
      Key.of(
              NAME,
              "When a container counts as healthy: a path that must answer, tcp for an open port, or a"
                  + " map; the image's HEALTHCHECK or an open port, if not said.",
              Either.of(PATH_OR_TCP, MAP))
          .like("healthcheck: /up");

  private final Problems problems;

  HealthCheckSection(Problems problems) {
    this.problems = problems;
  }

  HealthCheck read(Fields deploy) {
    HealthCheck usual = HealthCheck.DEFAULT;
    Optional<Fields> map = deploy.mapping(NAME);
    if (map.isEmpty()) {
      return deploy.text(NAME).map(it -> usual.withProbe(ofWord(it))).orElse(usual);
    }
    Fields fields = map.get();
    return new HealthCheck(
        probe(fields).orElse(usual.probe()),
        fields.duration("interval").orElse(usual.interval()),
        fields.duration("timeout").orElse(usual.timeout()),
        fields.number("retries").orElse(usual.retries()),
        fields.duration("start_period").orElse(usual.startPeriod()));
  }

  private static Probe ofWord(String word) {
    return word.equals(TCP) ? new Probe.Tcp() : new Probe.Http(word);
  }

  private Optional<Probe> probe(Fields fields) {
    Optional<String> path = fields.text("path");
    List<String> command = ContainerKeys.command(fields, "command");
    if (path.isPresent() && !command.isEmpty()) {
      wrong(fields, "command", "a path and a command cannot both be asked", "keep one of the two");
    }
    if (path.isEmpty() && fields.text("status").isPresent()) {
      wrong(fields, "status", "a status needs a path", "say which: `path: /up`");
    }
    if (!command.isEmpty()) {
      return Optional.of(new Probe.Command(command));
    }
    Statuses statuses =
        fields
            .text("status")
            .filter(it -> STATUSES.matcher(it).matches())
            .map(it -> statuses(fields, it))
            .orElse(Statuses.USUAL);
    return path.map(it -> new Probe.Http(it, statuses));
  }

  private Statuses statuses(Fields fields, String written) {
    String[] ends = written.split("-", 2);
    int from = Integer.parseInt(ends[0]);
    int to = Integer.parseInt(ends[ends.length - 1]);
    if (from > to) {
      wrong(fields, "status", written + " holds no status", "write the lower one first: 200-299");
    }
    return new Statuses(from, to);
  }

  private void wrong(Fields fields, String key, String message, String hint) {
    problems.add(fields.path(key), fields.at(key), message, hint);
  }
}
