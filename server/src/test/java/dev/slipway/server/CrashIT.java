package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.source.testing.GitHttpServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the process with SIGKILL in each phase and starts another on the same data: everything is
 * finished, once.
 */
@Timeout(120)
class CrashIT {
  private static final String SLOW_START =
      """
      COPY . /www
      EXPOSE 8080
      CMD ["sh", "-c", "sleep 1; exec httpd -f -p 8080 -h /www"]
      """;

  private static Path folder;
  private static Path data;
  private static int edgePort;
  private static GitHttpServer git;
  private static SlipwayProcess slipway;

  @BeforeAll
  static void start() throws Exception {
    folder = Files.createTempDirectory("slipway-it-");
    data = Files.createDirectory(folder.resolve("data"));
    git = GitHttpServer.start(Files.createDirectory(folder.resolve("git")));
    edgePort = OutsideRedis.freePort();
    slipway = SlipwayProcess.start(data, edgePort);
  }

  @AfterAll
  static void stop() throws Exception {
    try {
      slipway.close();
    } finally {
      git.close();
      SlipwayProcess.clearUp(data);
      Leftovers.delete(folder);
    }
  }

  @Test
  void aQueuedBuildAndTheRunningOneBeforeIt() throws Exception {
    Developer ann = developer("running");
    Developer bob = developer("queued");
    String running = ann.site("running", "RUN echo begun && sleep 2").push();
    awaitLine(running, "begun");
    String queued = bob.site("queued").push();
    assertThat(api().build(queued).get("status").asText()).isEqualTo("queued");
    killAndStartAgain();
    assertLiveOnce(bob, queued, "queued");
    assertLiveOnce(ann, running, "running");
    assertThat(api().build(queued).get("attempt").asInt()).isEqualTo(1);
    assertThat(api().build(running).get("attempt").asInt()).isEqualTo(2);
  }

  @Test
  void aBuildInItsCheckout() throws Exception {
    Developer ann = developer("checkout");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch killed = new CountDownLatch(1);
    git.interfere(exchange -> {
      if (String.valueOf(exchange.getRequestURI()).contains("upload-pack")) {
        asked.countDown();
        await(killed);
      }
      return false;
    });
    String build = ann.site("checkout").push();
    asked.await();
    slipway.kill();
    killed.countDown();
    git.interfere(_ -> false);
    slipway = SlipwayProcess.start(data, edgePort);
    assertLiveOnce(ann, build, "checkout");
  }

  @Test
  void aBuildInItsPush() throws Exception {
    Developer ann = developer("pushing");
    String build = ann.site("pushing", "RUN echo begun && sleep 2").push();
    awaitLine(build, "begun");
    try (Containers containers = Containers.of(data)) {
      containers.pauseRegistry();
      try {
        Wait.until(
            "the build pushes",
            () -> api().build(build).get("steps").findValuesAsText("kind"),
            kinds -> kinds.contains("push"));
        slipway.kill();
      } finally {
        containers.unpauseRegistry();
      }
    }
    slipway = SlipwayProcess.start(data, edgePort);
    assertLiveOnce(ann, build, "pushing");
  }

  @Test
  void aBuildThatHasJustEnded() throws Exception {
    Developer ann = developer("ended");
    String build;
    try (EventWatch events = EventWatch.on(api())) {
      build = ann.site("ended").push();
      events.await("build", "succeeded");
      slipway.kill();
    }
    slipway = SlipwayProcess.start(data, edgePort);
    assertLiveOnce(ann, build, "ended");
    assertThat(api().build(build).get("attempt").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"preparing", "starting", "checking", "switching", "watching"})
  void aRollout(String phase) throws Exception {
    Developer ann = developer("rollout-" + phase);
    ann.program(
        "cgi-bin/slow", "#!/bin/sh\nsleep 3\nprintf 'Content-Type: text/plain\\n\\nslow'\n");
    ann.goLive(api(), "one");
    String build;
    try (EventWatch events = EventWatch.on(api())) {
      Thread visitor = Thread.startVirtualThread(() -> visitSlowly(ann));
      build = ann.file("index.html", "two").file("Dockerfile", Developer.FROM + SLOW_START).push();
      events.await("deployment", phase);
      slipway.kill();
      visitor.join();
    }
    slipway = SlipwayProcess.start(data, edgePort);
    HttpResponse<String> atOnce = Api.visit(edgePort, ann.host(), "/");
    assertThat(atOnce.statusCode()).as(atOnce.body()).isEqualTo(200);
    assertThat(atOnce.body()).isIn("one", "two");
    assertLiveOnce(ann, build, "two");
    assertThat(api().releases(ann.service())).hasSize(2);
  }

  private static Api api() {
    return slipway.api();
  }

  private static Developer developer(String name) throws Exception {
    return Developer.join(api(), git, folder.resolve("work"), name);
  }

  private static void killAndStartAgain() throws Exception {
    slipway.kill();
    slipway = SlipwayProcess.start(data, edgePort);
  }

  private static void awaitLine(String build, String text) throws Exception {
    Wait.until(
        "the log says " + text,
        () -> api().get("/api/v1/builds/" + build + "/log").get("lines").findValuesAsText("text"),
        lines -> lines.stream().anyMatch(line -> line.strip().endsWith(text)));
  }

  /** Keeps the old containers busy; whether it is answered is not the point. */
  private static void visitSlowly(Developer developer) {
    try {
      Api.visit(edgePort, developer.host(), "/cgi-bin/slow");
    } catch (IOException _) {
      // The edge is killed with the process.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void assertLiveOnce(Developer developer, String id, String text) throws Exception {
    JsonNode deployment = api().awaitDeployment(id, "live");
    assertThat(Api.visit(edgePort, developer.host(), "/").body()).isEqualTo(text);

    JsonNode build = api().build(id);
    StoredImage image = StoredImage.of(build);
    String tag = build.get("sha").asText().substring(0, 7);
    assertThat(image.digestOf(tag)).isEqualTo(image.digest());
    assertThat(api().releases(developer.service()))
        .filteredOn(release -> release.get("digest").asText().equals(image.digest()))
        .hasSize(1);
    List<Long> numbers = api().logNumbers(id);
    assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
    try (Containers containers = Containers.of(data)) {
      // The release before, where there was one, is on standby.
      assertThat(containers.ofService(deployment.get("service").asText()))
          .filteredOn(container -> !container.getState().equals("paused"))
          .singleElement()
          .satisfies(container -> assertThat(container.getState()).isEqualTo("running"));
    }
  }
}
