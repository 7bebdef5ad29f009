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
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import java.util.Optional;

/** The {@code healthcheck} key of a deployed service: a path, or a map. */
final class HealthCheckSection {
  private static final String NAME = "healthcheck";
  private static final int MOST_RETRIES = 10_000;
  private static final Text PATH =
      Text.of(Form.strict("a path", 1024, "/[\\x21-\\x7e]*", "write it like /up"));

  private static final Section MAP =
      Section.of(
          "healthcheck",
          Key.of("path", "A GET of it must be answered with a status from 200 to 399.", PATH)
              .like("path: /up"),
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
              "When a container counts as healthy: a path that must answer, or a map; the image's"
                  + " HEALTHCHECK or an open port, if not said.",
              Either.of(PATH, MAP))
          .like("healthcheck: /up");

  private HealthCheckSection() {}

  static HealthCheck read(Fields deploy) {
    HealthCheck usual = HealthCheck.DEFAULT;
    Optional<Fields> map = deploy.mapping(NAME);
    if (map.isEmpty()) {
      return deploy.text(NAME).map(path -> usual.withProbe(new Probe.Http(path))).orElse(usual);
    }
    Fields fields = map.get();
    return new HealthCheck(
        fields.text("path").<Probe>map(Probe.Http::new).orElse(usual.probe()),
        fields.duration("interval").orElse(usual.interval()),
        fields.duration("timeout").orElse(usual.timeout()),
        fields.number("retries").orElse(usual.retries()),
        fields.duration("start_period").orElse(usual.startPeriod()));
  }
}
