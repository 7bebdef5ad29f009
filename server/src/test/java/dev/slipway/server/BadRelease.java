package dev.slipway.server;

import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.UpdatePlan;
import dev.slipway.core.pipeline.UpdatePlan.FailureAction;
import dev.slipway.core.pipeline.UpdatePlan.ReleaseCommand;
import dev.slipway.core.pipeline.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A release that must not take the service down.
 *
 * @param dockerfile what is added to the good image; none uses that as it is
 * @param sentence what a person must be told, as a pattern that is to be found in it
 */
record BadRelease(
    String name,
    List<String> dockerfile,
    Workload workload,
    Probe probe,
    @Nullable ReleaseCommand releaseCommand,
    String sentence) {
  static final int PORT = 8080;
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final HealthCheck QUICK =
      new HealthCheck(
          new Probe.Inferred(), Duration.ofMillis(300), Duration.ofSeconds(1), 5, Duration.ZERO);

  /** Its containers run that in a shell. */
  static BadRelease that(String name, String script, String sentence) {
    return of(name, List.of("sh", "-c", script), sentence);
  }

  static BadRelease of(String name, List<String> command, String sentence) {
    Workload workload =
        new Workload(PORT, command, Map.of(), List.of(), Resources.UNLIMITED, GRACE);
    return new BadRelease(name, List.of(), workload, new Probe.Tcp(), null, sentence);
  }

  BadRelease checked(Probe other) {
    return new BadRelease(name, dockerfile, workload, other, releaseCommand, sentence);
  }

  BadRelease built(String... lines) {
    return new BadRelease(name, List.of(lines), workload, probe, releaseCommand, sentence);
  }

  BadRelease limited(Resources limits) {
    return with(
        new Workload(
            workload.port(), workload.command(), workload.env(), List.of(), limits, GRACE));
  }

  BadRelease needing(String secret) {
    return with(workload.withEnv(Map.of("NEEDED", new EnvValue.FromSecret(secret))));
  }

  BadRelease after(List<String> command, Duration timeout) {
    ReleaseCommand before = new ReleaseCommand(command, timeout);
    return new BadRelease(name, dockerfile, workload, probe, before, sentence);
  }

  private BadRelease with(Workload other) {
    return new BadRelease(name, dockerfile, other, probe, releaseCommand, sentence);
  }

  /** What is rolled out, from a good one. */
  DeploySpec spec(DeploySpec good) {
    UpdatePlan watched =
        new UpdatePlan(
            null,
            null,
            Duration.ofSeconds(6),
            FailureAction.ROLLBACK,
            null,
            releaseCommand,
            true,
            Duration.ofMinutes(10));
    return good.withWorkload(workload).withHealthCheck(QUICK.withProbe(probe)).withUpdate(watched);
  }

  @Override
  public String toString() {
    return name;
  }
}
