package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.pipeline.ImageReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisPushedBuildsIT {
  @RegisterExtension static final RealRedis REAL = new RealRedis();
  private static final Instant AT = Instant.parse("2026-03-14T15:10:00Z");

  private RedisBuilds builds;
  private RedisBuildQueue queue;
  private RedisPushedBuilds pushed;

  @BeforeEach
  void open() {
    builds = new RedisBuilds(REAL.redis(), Clock.systemUTC());
    queue = new RedisBuildQueue(REAL.redis(), Clock.systemUTC());
    pushed = new RedisPushedBuilds(REAL.redis());
  }

  @Test
  void aBuildThatPushedIsThereUntilItWasSeen() throws InterruptedException {
    assertThat(pushed.unseen(Duration.ZERO)).isEmpty();
    BuildId build = finished(new BuildState.Succeeded(1, AT, AT, List.of(image())));

    assertThat(pushed.unseen(Duration.ZERO)).containsExactly(build);
    assertThat(pushed.unseen(Duration.ZERO)).containsExactly(build);
    pushed.seen(build);
    pushed.seen(build);
    assertThat(pushed.unseen(Duration.ZERO)).isEmpty();
  }

  @Test
  void aBuildWithoutImagesIsNeverThere() throws InterruptedException {
    finished(new BuildState.Succeeded(1, AT, AT, List.of()));
    finished(new BuildState.Skipped(1, AT, AT, "only docs changed"));

    assertThat(pushed.unseen(Duration.ZERO)).isEmpty();
  }

  private BuildId finished(BuildState end) throws InterruptedException {
    BuildId build = builds.add(SampleBuilds.alone()).id();
    assertThat(queue.claim(new WorkerId("ada"), Duration.ZERO)).isPresent();
    assertThat(queue.finish(build, 1, end, List.of(), Duration.ZERO)).isPresent();
    return build;
  }

  private static BuiltImage image() {
    ImageReference reference =
        new ImageReference("127.0.0.1:5000/acme/shop", "sha256:" + "ab".repeat(32));
    return new BuiltImage("web", reference, 1, List.of(), false);
  }
}
