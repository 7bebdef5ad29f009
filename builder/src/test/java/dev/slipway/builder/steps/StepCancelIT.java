package dev.slipway.builder.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.SideService;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Builds that are canceled, in every phase: within ten seconds, and nothing is left. */
@Timeout(120)
final class StepCancelIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final StepsScene scene = new StepsScene();

  @AfterEach
  void clear() throws Exception {
    scene.close();
  }

  @Test
  void while_an_image_is_pulled() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String image = "127.0.0.1:" + silent.getLocalPort() + "/acme/slow";

      assertThat(scene.cancel(silent::accept, SampleStep.named("one", "true").image(image)))
          .isLessThan(SOON);
    }
  }

  @Test
  void while_the_work_tree_is_filled() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    scene.commit =
        new MapTree(Map.of()) {
          @Override
          public void writeTree(OutputStream out) throws IOException {
            drip(out, writing);
          }
        };

    assertThat(scene.cancel(writing::await, SampleStep.named("one", "true"))).isLessThan(SOON);
    assertThat(scene.progress.status(ContainerSteps.WORK_TREE)).isEqualTo(Status.CANCELED);
  }

  @Test
  void while_a_service_is_waited_for() throws Exception {
    scene.services.add(
        new SideService(
            "never",
            "busybox:latest",
            List.of("sh", "-c", "echo up; sleep 1000"),
            Map.of(),
            List.of("sleep", "1000"),
            Resources.UNLIMITED));

    assertThat(
            scene.cancel(
                () -> scene.progress.awaitLine("never", "up"), SampleStep.named("one", "true")))
        .isLessThan(SOON);
    assertThat(scene.progress.status("never")).isEqualTo(Status.CANCELED);
  }

  @Test
  void while_steps_run_that_do_not_want_to_stop() throws Exception {
    String stubborn = "trap '' TERM; echo up; while true; do sleep 1; done";

    assertThat(
            scene.cancel(
                () -> {
                  scene.progress.awaitLine("one", "up");
                  scene.progress.awaitLine("two", "up");
                },
                SampleStep.named("one", stubborn),
                SampleStep.named("two", stubborn),
                SampleStep.named("three", "true").after("one")))
        .isLessThan(SOON);
    assertThat(scene.progress.status("one")).isEqualTo(Status.CANCELED);
    assertThat(scene.progress.status("three")).isNull();
  }

  @Test
  void steps_are_asked_to_stop_before_they_are_killed() throws Exception {
    Duration took =
        scene.cancel(
            () -> scene.progress.awaitLine("one", "up"),
            SampleStep.named(
                "one", "trap 'echo bye; exit 0' TERM; echo up; while true; do sleep 0.1; done"));

    assertThat(took).isLessThan(SOON);
    assertThat(scene.progress.lines("one")).endsWith("bye");
  }

  @Test
  void a_thread_that_is_interrupted_leaves_nothing_either() throws Exception {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread building =
        Thread.ofVirtual()
            .start(() ->
                ended.complete(
                    catchThrowable(() -> scene.run(SampleStep.named("one", "sleep 1000")))));
    scene.progress.awaitLine("one", "sleep");

    building.interrupt();

    assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    assertThat(scene.onEngine()).isEmpty();
  }

  private static void drip(OutputStream out, CountDownLatch writing) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    TarArchiveEntry entry = new TarArchiveEntry("endless");
    entry.setSize(1L << 40);
    tar.putArchiveEntry(entry);
    CountDownLatch never = new CountDownLatch(1);
    try {
      while (!never.await(1, TimeUnit.MILLISECONDS)) {
        tar.write(new byte[16 * 1024]);
        out.flush();
        writing.countDown();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
