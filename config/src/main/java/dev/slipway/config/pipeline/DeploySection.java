package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Shape;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Items;
import dev.slipway.config.shape.Shape.Truth;
import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.config.yaml.Yaml;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.ImageBuild;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code deploy} key: a map, a list of maps, or {@code false}. Without it one service is
 * inferred.
 */
final class DeploySection {
  static final String KEY = "deploy";

  private static final String ENVIRONMENT = "production";
  private static final String TARGET = "docker";
  private static final int MOST_SERVICES = 50;
  private static final Duration STOP_GRACE_PERIOD = Duration.ofSeconds(30);

  static final Shape SHAPE =
      Either.of(DeployKeys.SERVICE, new Items(DeployKeys.SERVICE, 0, MOST_SERVICES), Truth.FALSE);

  private final ContainerKeys container;
  private final Variables variables;
  private final Problems problems;

  DeploySection(ContainerKeys container, Variables variables, Problems problems) {
    this.container = container;
    this.variables = variables;
    this.problems = problems;
  }

  List<DeploySpec> read(Fields file, String defaultName, List<ImageBuild> builds) {
    Optional<Yaml> value = file.value(KEY);
    if (value.isEmpty()) {
      return builds.size() == 1 ? List.of(inferred(defaultName, builds.getFirst())) : List.of();
    }
    List<DeploySpec> specs = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Fields fields : file.mappings(KEY)) {
      DeploySpec spec = service(fields, defaultName, builds);
      noneTwice(spec, fields, taken);
      specs.add(spec);
    }
    return specs;
  }

  private static DeploySpec inferred(String name, ImageBuild build) {
    return new DeploySpec(
        ENVIRONMENT,
        name,
        build.name(),
        TARGET,
        null,
        List.of(name + ".localhost"),
        null,
        1,
        List.of(),
        HealthCheck.DEFAULT,
        STOP_GRACE_PERIOD,
        Map.of(),
        DeploySpec.Resources.UNLIMITED);
  }

  private void noneTwice(DeploySpec spec, Fields fields, Set<String> taken) {
    String service = spec.service() + " in " + spec.environment();
    if (!taken.add(service)) {
      problems.add(
          fields.path(),
          fields.at(),
          service + " is deployed twice",
          "give each its own `service` or `environment`");
    }
    for (String host : spec.hosts()) {
      if (!taken.add("host " + host)) {
        problems.add(
            fields.path(),
            fields.at(),
            "the host " + host + " is used twice",
            "give each its own `hosts`");
      }
    }
  }

  private DeploySpec service(Fields fields, String defaultName, List<ImageBuild> builds) {
    String environment = fields.text("environment").orElse(ENVIRONMENT);
    String build = build(fields, builds);
    String service = fields.text("service").orElse(builds.size() > 1 ? build : defaultName);
    return new DeploySpec(
        environment,
        service,
        build,
        target(fields),
        fields.mapping("when").flatMap(when -> when.text("branch")).orElse(null),
        hosts(fields, service, environment),
        fields.number("port").orElse(null),
        fields.number("replicas").orElse(1),
        ContainerKeys.command(fields, "command"),
        HealthCheckSection.read(fields),
        fields.duration("stop_grace_period").orElse(STOP_GRACE_PERIOD),
        env(fields),
        container.resources(fields));
  }

  private String build(Fields fields, List<ImageBuild> builds) {
    List<String> names = builds.stream().map(ImageBuild::name).toList();
    Optional<String> build = fields.text("build");
    if (build.isEmpty() && names.size() > 1) {
      note(fields, "build", "which image to run is not said", "one of " + names);
    }
    build
        .filter(name -> !names.contains(name))
        .ifPresent(name ->
            problems.unknown(fields.path("build"), fields.at("build"), "image", name, names));
    return build.orElse(names.isEmpty() ? "" : names.getFirst());
  }

  private String target(Fields fields) {
    String target = fields.text("target").orElse(TARGET);
    if (!target.equals(TARGET)) {
      note(fields, "target", "there is no target `" + target + "`", "the only one is docker");
    }
    return target;
  }

  private List<String> hosts(Fields fields, String service, String environment) {
    List<String> hosts = new ArrayList<>();
    for (Fields.Item written : fields.items("hosts")) {
      String host = variables.replace(written.text()).toLowerCase(Locale.ROOT);
      if (!Names.isHost(host) && variables.complaint(written.text()).isEmpty()) {
        problems.add(
            written.path(),
            written.at(),
            Problems.quoted(host) + " is no host name",
            "write it like shop.example.com");
      }
      hosts.add(host);
    }
    if (hosts.isEmpty()) {
      String first = environment.equals(ENVIRONMENT) ? service : service + "-" + environment;
      hosts.add(first + ".localhost");
    }
    return hosts;
  }

  /** Plain values only; that secrets are wanted here is noted as something for later. */
  private Map<String, String> env(Fields fields) {
    Map<String, String> env = new LinkedHashMap<>();
    container
        .env(fields)
        .forEach((name, value) -> {
          if (value instanceof EnvValue.Plain(String text)) {
            env.put(name, text);
          }
        });
    return env;
  }

  private void note(Fields fields, String key, String message, String hint) {
    problems.add(fields.path(key), fields.at(key), message, hint);
  }
}
