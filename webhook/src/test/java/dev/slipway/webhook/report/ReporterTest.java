package dev.slipway.webhook.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.report.Report;
import dev.slipway.core.report.Reports;
import dev.slipway.core.source.GitRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReporterTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private final World world = new World();

  @Test
  void whatBecomesDueIsTold() throws Exception {
    try (Reporter _ = reporter(world.reports(), NEVER)) {
      world.add(SampleBuilds.push(World.SHOP, SampleBuilds.MAIN));
      assertThat(next(world.adasForge)).contains("QUEUED");
    }
  }

  @Test
  void theStatusesOfACommitArriveInOrderAlthoughTheForgeIsSlow() throws Exception {
    Gate gate = new Gate(world.adasForge);
    try (Reporter _ = reporter(world.reports(), NEVER)) {
      Build build = world.add(SampleBuilds.push(World.SHOP, SampleBuilds.MAIN));
      assertThat(gate.waiting()).contains("QUEUED");
      world.run();
      world.finish(build.id(), World.succeeded());
      NewBuild other = SampleBuilds.push(World.SHOP, GitRef.ofBranch("other"));
      world.add(other);
      assertThat(gate.waiting()).contains(other.commit().sha().hex());

      gate.open();

      List<String> taken = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        taken.add(next(world.adasForge));
      }
      String sha = build.request().commit().sha().hex();
      assertThat(taken.stream().filter(line -> line.contains(sha)))
          .satisfiesExactly(
              first -> assertThat(first).contains("QUEUED"),
              last -> assertThat(last).contains("SUCCEEDED"));
    }
  }

  @Test
  void aForgeThatDoesNotAnswerDelaysNobodyElse() throws Exception {
    Gate gate = new Gate(world.adasForge);
    try (Reporter _ = reporter(world.reports(), NEVER)) {
      for (int i = 0; i < 50; i++) {
        world.add(SampleBuilds.push(World.SHOP, GitRef.ofBranch("b" + i)));
      }
      for (int i = 0; i < Reports.AT_ONCE; i++) {
        assertThat(gate.waiting()).isNotEmpty();
      }
      world.add(SampleBuilds.push(World.BLOG, SampleBuilds.MAIN));

      assertThat(next(world.bobsForge)).contains("QUEUED");
      assertThat(world.adasForge.heard()).isEmpty();
      assertThat(world.adasForge.asked()).isEqualTo(Reports.AT_ONCE);
      gate.open();
    }
  }

  @Test
  void aReportIsKeptForAsLongAsItsForgeTakes() throws Exception {
    Gate gate = new Gate(world.adasForge);
    BlockingQueue<Report> renewed = new LinkedBlockingQueue<>();
    Reports reports =
        new PassingReports(world.reports()) {
          @Override
          public boolean renew(Report report) {
            renewed.add(report);
            return super.renew(report);
          }
        };
    try (Reporter _ = reporter(reports, Duration.ofMillis(5))) {
      world.add(SampleBuilds.push(World.SHOP, SampleBuilds.MAIN));
      assertThat(gate.waiting()).isNotEmpty();
      for (int i = 0; i < 5; i++) {
        world.store.advance(Reports.LEASE.dividedBy(3));
        renewed.clear();
        // The first may have begun before the time passed.
        assertThat(renewed.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(renewed.poll(20, TimeUnit.SECONDS)).isNotNull();
      }
      gate.open();
      assertThat(next(world.adasForge)).contains("QUEUED");
    }
    assertThat(world.adasForge.asked()).isEqualTo(1);
  }

  @Test
  void itGoesOnWhenTheStoreIsBack() throws Exception {
    AtomicBoolean wasAway = new AtomicBoolean();
    Reports reports =
        new PassingReports(world.reports()) {
          @Override
          public Optional<Report> claim(Duration wait) throws InterruptedException {
            if (wasAway.compareAndSet(false, true)) {
              throw new StoreUnavailableException("the store is away");
            }
            return super.claim(wait);
          }
        };
    try (Reporter _ = reporter(reports, NEVER)) {
      world.add(SampleBuilds.push(World.SHOP, SampleBuilds.MAIN));
      assertThat(next(world.adasForge)).contains("QUEUED");
    }
  }

  @Test
  void closingLetsWhatIsBeingToldComeToItsEnd() throws Exception {
    Gate gate = new Gate(world.adasForge);
    Reporter reporter = reporter(world.reports(), NEVER);
    world.add(SampleBuilds.push(World.SHOP, SampleBuilds.MAIN));
    assertThat(gate.waiting()).isNotEmpty();
    Thread opener = Thread.ofVirtual().start(gate::open);
    reporter.close();
    opener.join();

    assertThat(world.adasForge.heard()).hasSize(1);
    world.store.advance(Reports.LEASE);
    assertThat(world.claim()).isEmpty();
  }

  private Reporter reporter(Reports reports, Duration renewEvery) {
    Reporter reporter = new Reporter(reports, world.tellForge(reports), renewEvery);
    reporter.start();
    return reporter;
  }

  private static String next(RecordingForge forge) throws InterruptedException {
    String taken = forge.arriving().poll(20, TimeUnit.SECONDS);
    assertThat(taken).isNotNull();
    return String.valueOf(taken);
  }

  /** Keeps every request waiting until it is opened. */
  private static final class Gate {
    private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>();
    private final CountDownLatch opened = new CountDownLatch(1);

    Gate(RecordingForge forge) {
      forge.trouble(request -> {
        waiting.add(request);
        try {
          opened.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      });
    }

    /** The next request that has come to the gate. */
    String waiting() throws InterruptedException {
      String request = waiting.poll(20, TimeUnit.SECONDS);
      assertThat(request).isNotNull();
      return String.valueOf(request);
    }

    void open() {
      opened.countDown();
    }
  }
}
