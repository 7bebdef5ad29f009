package dev.slipway.core.deploy;

import dev.slipway.core.Ids;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HostPath;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.UpdatePlan;
import dev.slipway.core.pipeline.Workload;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Releases to test with: complete, plausible, and different where it counts. */
public final class SampleReleases {
  private SampleReleases() {}

  /** A fresh release of the service (a name without dots, in production) by the build. */
  public static NewRelease deploy(String service, long buildNumber) {
    return release(service, buildNumber, ReleaseKind.DEPLOY, null);
  }

  /** A fresh release that repeats an earlier one of an older build, as a person asked. */
  public static NewRelease rollback(String service, long buildNumber, int to) {
    return release(service, buildNumber, ReleaseKind.ROLLBACK, to);
  }

  private static NewRelease release(
      String service, long buildNumber, ReleaseKind kind, @Nullable Integer rolledBackTo) {
    return new NewRelease(
        new DeploymentId(Ids.next("dep", Clock.systemUTC())),
        ServiceId.of(service, "production"),
        new RepositoryId("rep_" + service),
        new RepositoryName("acme/" + service),
        new ImageReference("127.0.0.1:5000/acme/" + service, digest(buildNumber)),
        spec(service),
        Map.of(),
        new CommitSha("c0ffee" + "%06x".formatted(buildNumber) + "0".repeat(28)),
        new BuildId("bld_" + service + buildNumber),
        buildNumber,
        kind,
        rolledBackTo,
        kind == ReleaseKind.DEPLOY,
        "ada",
        kind == ReleaseKind.ROLLBACK ? "orders got lost" : "",
        Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  private static String digest(long buildNumber) {
    return "sha256:" + "%064x".formatted(buildNumber);
  }

  private static DeploySpec spec(String service) {
    return new DeploySpec(
        "production",
        service,
        "web",
        "docker",
        null,
        List.of(new HostPath(service + ".localhost", HostPath.ALL)),
        EdgeLimits.USUAL,
        2,
        new Workload(
            8080,
            List.of(),
            Map.of("GREETING", new EnvValue.Plain("Grüß Gott")),
            List.of(),
            new Resources(1500, 268_435_456L, null),
            Duration.ofSeconds(30)),
        HealthCheck.DEFAULT,
        UpdatePlan.USUAL,
        DeploySpec.USUAL_RETAINED);
  }
}
