package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Shape;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Items;
import dev.slipway.config.shape.Shape.Truth;
import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.config.yaml.Yaml;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HostPath;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.UpdatePlan;
import dev.slipway.core.pipeline.UpdatePlan.Canary;
import dev.slipway.core.pipeline.UpdatePlan.FailureAction;
import dev.slipway.core.pipeline.UpdatePlan.Order;
import dev.slipway.core.pipeline.UpdatePlan.ReleaseCommand;
import dev.slipway.core.pipeline.Workload;
import dev.slipway.core.pipeline.Workload.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code deploy} key: a map, a list of maps, or {@code false}. Without it one service is
 * inferred.
 */
final class DeploySection {
  static final String KEY = "deploy";

  private static final String ENVIRONMENT = "production";
  private static final String USUAL_TARGET = "docker";
  private static final int MOST_SERVICES = 50;
  private static final Duration USUAL_HOLD = Duration.ofMinutes(2);
  private static final int WHOLE = 100;

  static final Shape SHAPE =
      Either.of(DeployKeys.SERVICE, new Items(DeployKeys.SERVICE, 0, MOST_SERVICES), Truth.FALSE);

  private final ContainerKeys container;
  private final Variables variables;
  private final Problems problems;
  private final @Nullable Set<String> targets;
  private final HealthCheckSection healthCheck;

  /**
   * A reader of the section.
   *
   * @param targets the names of those that there are; null where nobody knows
   */
  DeploySection(
      ContainerKeys container,
      Variables variables,
      @Nullable Set<String> targets,
      Problems problems) {
    this.container = container;
    this.variables = variables;
    this.targets = targets;
    this.problems = problems;
    this.healthCheck = new HealthCheckSection(problems);
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
        USUAL_TARGET,
        null,
        List.of(HostPath.parse(name + ".localhost")),
        EdgeLimits.USUAL,
        1,
        Workload.USUAL,
        HealthCheck.DEFAULT,
        UpdatePlan.USUAL,
        DeploySpec.USUAL_RETAINED);
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
    for (HostPath host : spec.hosts()) {
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
        limits(fields),
        fields.number("replicas").orElse(1),
        workload(fields),
        healthCheck.read(fields),
        update(fields),
        fields.number("retain_releases").orElse(DeploySpec.USUAL_RETAINED));
  }

  private String target(Fields fields) {
    String target = fields.text("target").orElse(USUAL_TARGET);
    if (targets != null && !targets.contains(target)) {
      problems.unknown(fields.path("target"), fields.at("target"), "target", target, targets);
    }
    return target;
  }

  private static EdgeLimits limits(Fields deploy) {
    return deploy
        .mapping("proxy")
        .map(proxy ->
            new EdgeLimits(
                proxy.size("max_body").orElse(null),
                proxy.duration("response_timeout").orElse(null)))
        .orElse(EdgeLimits.USUAL);
  }

  private Workload workload(Fields deploy) {
    return new Workload(
        deploy.number("port").orElse(null),
        ContainerKeys.command(deploy, "command"),
        container.env(deploy),
        volumes(deploy),
        container.resources(deploy),
        deploy.duration("stop_grace_period").orElse(Workload.USUAL_GRACE));
  }

  private List<Volume> volumes(Fields deploy) {
    List<Volume> volumes = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (Fields.Item written : deploy.items("volumes")) {
      String[] parts = written.text().split(":", 3);
      if (parts.length < 2) {
        continue;
      }
      if (!paths.add(parts[1])) {
        problems.add(
            written.path(),
            written.at(),
            parts[1] + " is mounted twice",
            "give each volume a path of its own");
      }
      volumes.add(new Volume(parts[0], parts[1], parts.length > 2));
    }
    return volumes;
  }

  private UpdatePlan update(Fields deploy) {
    Optional<Fields> update = deploy.mapping("update_config");
    UpdatePlan usual = UpdatePlan.USUAL;
    return new UpdatePlan(
        update.flatMap(it -> it.text("order")).map(DeploySection::order).orElse(null),
        update.flatMap(it -> it.number("parallelism")).orElse(null),
        update.flatMap(it -> it.duration("monitor")).orElse(usual.monitor()),
        update
            .flatMap(it -> it.text("failure_action"))
            .map(DeploySection::failureAction)
            .orElse(usual.onFailure()),
        deploy.mapping("canary").map(this::canary).orElse(null),
        releaseCommand(deploy),
        !deploy.truth("not_reversible").orElse(false),
        update.flatMap(it -> it.duration("standby")).orElse(usual.standby()));
  }

  private static Order order(String word) {
    return word.equals("start-first") ? Order.START_FIRST : Order.STOP_FIRST;
  }

  private static FailureAction failureAction(String word) {
    return switch (word) {
      case "pause" -> FailureAction.PAUSE;
      case "continue" -> FailureAction.CONTINUE;
      default -> FailureAction.ROLLBACK;
    };
  }

  private Canary canary(Fields canary) {
    List<Integer> steps = new ArrayList<>();
    for (String share : canary.texts("steps")) {
      if (DeployKeys.isPercent(share)) {
        steps.add(Integer.valueOf(share.substring(0, share.length() - 1)));
      }
    }
    boolean grows = true;
    for (int i = 1; i < steps.size(); i++) {
      grows &= steps.get(i) > steps.get(i - 1);
    }
    if (!grows || steps.isEmpty() || steps.getLast() != WHOLE) {
      note(
          canary,
          "steps",
          "the shares do not grow to 100%",
          "write them like [5%, 25%, 100%], each larger than the one before");
    }
    return new Canary(steps, canary.duration("hold").orElse(USUAL_HOLD));
  }

  private static @Nullable ReleaseCommand releaseCommand(Fields deploy) {
    Optional<Fields> map = deploy.mapping("release_command");
    List<String> command =
        map.isPresent()
            ? ContainerKeys.command(map.get(), "command")
            : ContainerKeys.command(deploy, "release_command");
    return command.isEmpty()
        ? null
        : new ReleaseCommand(
            command,
            map.flatMap(it -> it.duration("timeout")).orElse(ReleaseCommand.USUAL_TIMEOUT));
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

  private List<HostPath> hosts(Fields fields, String service, String environment) {
    List<HostPath> hosts = new ArrayList<>();
    for (Fields.Item written : fields.items("hosts")) {
      try {
        hosts.add(HostPath.parse(variables.replace(written.text())));
      } catch (InvalidValueException e) {
        if (variables.complaint(written.text()).isEmpty()) {
          String[] parts = String.valueOf(e.getMessage()).split("; ", 2);
          problems.add(written.path(), written.at(), parts[0], parts[1]);
        }
      }
    }
    if (hosts.isEmpty()) {
      String first = environment.equals(ENVIRONMENT) ? service : service + "-" + environment;
      hosts.add(HostPath.parse(Names.toLabel(first) + ".localhost"));
    }
    return hosts;
  }

  private void note(Fields fields, String key, String message, String hint) {
    problems.add(fields.path(key), fields.at(key), message, hint);
  }
}
