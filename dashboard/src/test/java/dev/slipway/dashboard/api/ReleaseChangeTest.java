package dev.slipway.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.UpdatePlan;
import dev.slipway.core.pipeline.UpdatePlan.Canary;
import dev.slipway.core.pipeline.UpdatePlan.FailureAction;
import dev.slipway.core.pipeline.UpdatePlan.Order;
import dev.slipway.core.pipeline.UpdatePlan.ReleaseCommand;
import dev.slipway.core.pipeline.Workload;
import dev.slipway.core.secret.SecretScope;
import dev.slipway.core.secret.SecretVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReleaseChangeTest {
  private static final NewRelease SAMPLE = SampleReleases.deploy("shop", 1);

  @Test
  void aReleaseDoesNotDifferFromItself() {
    assertThat(ReleaseChange.between(new Release(1, SAMPLE), new Release(2, SAMPLE))).isEmpty();
  }

  @Test
  void whatAPersonSetsIsToldInTheWordsOfThePipelineFile() {
    DeploySpec spec = SAMPLE.spec();
    DeploySpec other =
        new DeploySpec(
            spec.environment(),
            spec.service(),
            spec.build(),
            "cluster",
            spec.branch(),
            spec.hosts(),
            new EdgeLimits(50L << 20, Duration.ofSeconds(90)),
            5,
            new Workload(
                9090,
                List.of("serve", "--fast"),
                spec.workload().env(),
                List.of(),
                new Resources(500, 1000L, 100),
                Duration.ofSeconds(5)),
            new HealthCheck(
                new Probe.Http("/up"),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                9,
                Duration.ofMinutes(2)),
            new UpdatePlan(
                Order.STOP_FIRST,
                2,
                Duration.ofSeconds(30),
                FailureAction.PAUSE,
                new Canary(List.of(5, 100), Duration.ofMinutes(2)),
                new ReleaseCommand(List.of("migrate"), Duration.ofMinutes(1)),
                false,
                Duration.ZERO),
            spec.retainReleases());

    assertThat(between(SAMPLE.with(other, Map.of())))
        .containsExactly(
            "Target: docker -> cluster",
            "Largest request: none -> 50M",
            "Response timeout: none -> 1m30s",
            "Replicas: 2 -> 5",
            "Port: 8080 -> 9090",
            "Command: none -> serve --fast",
            "CPUs: 1.5 -> 0.5",
            "Memory: 256M -> 1000B",
            "Processes: none -> 100",
            "Grace period: 30s -> 5s",
            "Health check: the image's HEALTHCHECK, or the port is open -> GET /up, 200 to 399",
            "Health check's times: every 1s, at most 5s, 60 tries, start period 0s -> every 0.5s,"
                + " at most 5s, 9 tries, start period 2m",
            "Order: start-first -> stop-first",
            "Replaced at a time: none -> 2",
            "Watched for: 5s -> 30s",
            "When it does badly: rollback -> pause",
            "Canary: none -> 5 %, 100 %, each for 2m",
            "Release command: none -> migrate, at most 1m",
            "Reversible: yes -> no",
            "Standby: 10m -> 0s");
  }

  @Test
  void variablesAndSecretsAreNamedAndTheirValuesAreNot() {
    SecretScope team = new SecretScope.Team();
    NewRelease first =
        SAMPLE.with(
            withEnv(Map.of("LEVEL", new EnvValue.Plain("canary-debug"))),
            Map.of("API_KEY", new SecretVersion(team, "API_KEY", 1)));
    NewRelease second =
        SAMPLE.with(
            withEnv(
                Map.of("LEVEL", new EnvValue.Plain("canary-info"), "A", new EnvValue.Plain("b"))),
            Map.of("API_KEY", new SecretVersion(team, "API_KEY", 2)));

    assertThat(ReleaseChange.between(new Release(1, first), new Release(2, second)))
        .containsExactly(
            new ReleaseChange("Environment", "LEVEL=…", "A=… LEVEL=…"),
            new ReleaseChange("Secrets", "API_KEY v1", "API_KEY v2"));
  }

  private static DeploySpec withEnv(Map<String, EnvValue> env) {
    return SAMPLE.spec().withWorkload(SAMPLE.spec().workload().withEnv(env));
  }

  private static List<String> between(NewRelease other) {
    return ReleaseChange.between(new Release(1, SAMPLE), new Release(2, other)).stream()
        .map(change -> change.what() + ": " + change.from() + " -> " + change.to())
        .toList();
  }
}
