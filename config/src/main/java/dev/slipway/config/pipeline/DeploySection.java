package dev.slipway.config.pipeline;

import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.config.yaml.Quantities;
import dev.slipway.config.yaml.Yaml;
import dev.slipway.core.pipeline.DeploySpec;
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
import org.jspecify.annotations.Nullable;

/**
 * The {@code deploy} key: a map, a list of maps, or {@code false}. Without it one service is
 * inferred.
 */
final class DeploySection {
  private static final String KEY = "deploy";
  private static final String ENVIRONMENT = "production";
  private static final String TARGET = "docker";
  private static final int MOST_REPLICAS = 64;
  private static final Duration STOP_GRACE_PERIOD = Duration.ofSeconds(30);

  private final Variables variables;
  private final Problems problems;

  DeploySection(Variables variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  List<DeploySpec> read(Fields file, String defaultName, List<ImageBuild> builds) {
    Optional<Yaml> value = file.value(KEY);
    if (value.isEmpty()) {
      return builds.size() == 1 ? List.of(inferred(defaultName, builds.getFirst())) : List.of();
    }
    return switch (value.get()) {
      case Yaml.Scalar no when no.plain() && no.text().equals("false") -> List.of();
      case Yaml.Scalar _ -> {
        file.problem(KEY, "expected a map", "write `deploy: false` to deploy nothing");
        yield List.of();
      }
      case Yaml.Mapping map ->
          List.of(service(new Fields(map, KEY, problems), defaultName, builds));
      case Yaml.Sequence list -> services(list, defaultName, builds);
    };
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

  private List<DeploySpec> services(
      Yaml.Sequence list, String defaultName, List<ImageBuild> builds) {
    List<DeploySpec> specs = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Yaml item : list.items()) {
      String path = KEY + "[" + specs.size() + "]";
      if (!(item instanceof Yaml.Mapping map)) {
        problems.add(path, item.at(), "expected a map, found " + item.kind(), "");
        continue;
      }
      DeploySpec spec = service(new Fields(map, path, problems), defaultName, builds);
      if (!taken.add(spec.service() + " in " + spec.environment())) {
        problems.add(
            path,
            item.at(),
            spec.service() + " in " + spec.environment() + " is deployed twice",
            "give each its own `service` or `environment`");
      }
      for (String host : spec.hosts()) {
        if (!taken.add("host " + host)) {
          problems.add(
              path, item.at(), "the host " + host + " is used twice", "give each its own `hosts`");
        }
      }
      specs.add(spec);
    }
    return specs;
  }

  private DeploySpec service(Fields fields, String defaultName, List<ImageBuild> builds) {
    String environment = label(fields, "environment", ENVIRONMENT);
    String build = build(fields, builds);
    String service = label(fields, "service", builds.size() > 1 ? build : defaultName);
    DeploySpec spec =
        new DeploySpec(
            environment,
            service,
            build,
            target(fields),
            branch(fields),
            hosts(fields, service, environment),
            fields.number("port", 1, 65_535).orElse(null),
            fields.number("replicas", 1, MOST_REPLICAS).orElse(1),
            fields.texts("command"),
            new HealthCheckSection(problems).read(fields),
            fields.duration("stop_grace_period").orElse(STOP_GRACE_PERIOD),
            env(fields),
            resources(fields));
    fields.notYet(
        "approval", "release_command", "update_config", "canary", "volumes", "retain_releases");
    fields.misnamed("on", "write `when: { branch: main }`");
    fields.finish();
    return spec;
  }

  private static String label(Fields fields, String key, String otherwise) {
    String name = fields.text(key).orElse(otherwise);
    if (!Names.isLabel(name)) {
      fields.problem(
          key,
          "`" + name + "` is no name",
          "use small letters, digits and dashes, as in " + Names.toLabel(name));
    }
    return name;
  }

  private static String build(Fields fields, List<ImageBuild> builds) {
    List<String> names = builds.stream().map(ImageBuild::name).toList();
    Optional<String> build = fields.text("build");
    if (build.isEmpty() && names.size() > 1) {
      fields.problem("build", "which image to run is not said", "one of " + names);
    }
    build
        .filter(name -> !names.contains(name))
        .ifPresent(name ->
            fields.problem("build", "no image is called `" + name + "`", "one of " + names));
    return build.orElse(names.isEmpty() ? "" : names.getFirst());
  }

  private static String target(Fields fields) {
    String target = fields.text("target").orElse(TARGET);
    if (!target.equals(TARGET)) {
      fields.problem("target", "there is no target `" + target + "`", "the only one is docker");
    }
    return target;
  }

  private static @Nullable String branch(Fields fields) {
    List<String> branch = new ArrayList<>();
    fields.mapping("when", when -> when.text("branch").ifPresent(branch::add));
    return branch.isEmpty() ? null : branch.getFirst();
  }

  private List<String> hosts(Fields fields, String service, String environment) {
    List<String> hosts = new ArrayList<>();
    for (String written : fields.texts("hosts")) {
      String host = variables.replace(written, fields, "hosts").toLowerCase(Locale.ROOT);
      if (!Names.isHost(host)) {
        fields.problem("hosts", "`" + host + "` is no host name", "write it like shop.example.com");
      }
      hosts.add(host);
    }
    if (hosts.isEmpty()) {
      String first = environment.equals(ENVIRONMENT) ? service : service + "-" + environment;
      hosts.add(first + ".localhost");
    }
    return hosts;
  }

  private Map<String, String> env(Fields fields) {
    Map<String, String> env = new LinkedHashMap<>();
    fields
        .textMap("env")
        .forEach((name, text) -> {
          if (!Names.isEnvironmentVariable(name)) {
            fields.problem(
                "env", "`" + name + "` is no name of a variable", "use letters, digits and _");
          }
          env.put(name, variables.replace(text, fields, "env"));
        });
    return env;
  }

  private static DeploySpec.Resources resources(Fields fields) {
    List<DeploySpec.Resources> found = new ArrayList<>();
    fields.mapping(
        "resources",
        limits -> {
          Optional<String> cpus = limits.text("cpus");
          Optional<Integer> milliCpus = cpus.flatMap(Quantities::milliCpus);
          if (cpus.isPresent() && milliCpus.isEmpty()) {
            limits.problem("cpus", "`" + cpus.get() + "` is no number of cores", "write 0.5 or 2");
          }
          found.add(
              new DeploySpec.Resources(
                  milliCpus.orElse(null), limits.bytes("memory").orElse(null)));
        });
    return found.isEmpty() ? DeploySpec.Resources.UNLIMITED : found.getFirst();
  }
}
