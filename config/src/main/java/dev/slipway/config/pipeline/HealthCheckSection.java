package dev.slipway.config.pipeline;

import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.config.yaml.Yaml;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import java.util.Optional;

/** The {@code healthcheck} key: a path, or a map. */
final class HealthCheckSection {
  private static final String KEY = "healthcheck";
  private static final int MOST_RETRIES = 10_000;

  private final Problems problems;

  HealthCheckSection(Problems problems) {
    this.problems = problems;
  }

  HealthCheck read(Fields deploy) {
    Optional<Yaml> value = deploy.value(KEY);
    if (value.isEmpty()) {
      return HealthCheck.DEFAULT;
    }
    return switch (value.get()) {
      case Yaml.Scalar path -> withProbe(http(path.text(), deploy, KEY));
      case Yaml.Mapping map -> details(new Fields(map, deploy.path(KEY), problems));
      case Yaml.Sequence _ -> {
        deploy.problem(KEY, "expected a path or a map", "write `healthcheck: /up`");
        yield HealthCheck.DEFAULT;
      }
    };
  }

  private static HealthCheck details(Fields fields) {
    HealthCheck usual = HealthCheck.DEFAULT;
    Probe probe = fields.text("path").map(path -> http(path, fields, "path")).orElse(usual.probe());
    HealthCheck read =
        new HealthCheck(
            probe,
            fields.duration("interval").orElse(usual.interval()),
            fields.duration("timeout").orElse(usual.timeout()),
            fields.number("retries", 1, MOST_RETRIES).orElse(usual.retries()),
            fields.duration("start_period").orElse(usual.startPeriod()));
    if (read.timeout().isZero()) {
      fields.problem("timeout", "a try needs more time than none", "write it like 5s");
    }
    fields.finish();
    return read;
  }

  private static Probe http(String path, Fields fields, String key) {
    if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
      fields.problem(key, "`" + path + "` is no path", "write it like /up");
    }
    return new Probe.Http(path);
  }

  private static HealthCheck withProbe(Probe probe) {
    HealthCheck usual = HealthCheck.DEFAULT;
    return new HealthCheck(
        probe, usual.interval(), usual.timeout(), usual.retries(), usual.startPeriod());
  }
}
