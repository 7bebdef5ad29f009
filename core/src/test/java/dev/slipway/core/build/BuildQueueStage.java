package dev.slipway.core.build;

import dev.slipway.core.build.BuildState.Succeeded;
import dev.slipway.core.pipeline.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A queue on an empty store, and what the tests of queues do with it. */
abstract class BuildQueueStage {
  static final WorkerId ADA = new WorkerId("ada");
  static final WorkerId BOB = new WorkerId("bob");
  static final Instant START = Instant.parse("2026-03-14T15:09:27Z");
  static final Instant END = Instant.parse("2026-03-14T15:10:00Z");

  BuildStoreFixture store;
  Builds builds;
  BuildQueue queue;

  /** A fresh, empty one. */
  protected abstract BuildStoreFixture freshStore();

  @BeforeEach
  void start() {
    store = freshStore();
    builds = store.builds();
    queue = store.newQueue();
  }

  Build addAndClaim(WorkerId worker) throws InterruptedException {
    builds.add(SampleBuilds.alone());
    return claim(worker);
  }

  Build claim(WorkerId worker) throws InterruptedException {
    return queue.claim(worker, Duration.ZERO).orElseThrow();
  }

  static Succeeded succeeded(int attempt) {
    ImageReference image =
        new ImageReference("127.0.0.1:5000/acme/shop", "sha256:" + "a".repeat(64));
    return new Succeeded(
        attempt, START, END, List.of(new BuiltImage("web", image, 1234, List.of(8080), true)));
  }
}
