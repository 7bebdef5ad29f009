package dev.slipway.builder.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.pipeline.EnvValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steps that end badly, on a real engine. */
@Timeout(120)
final class StepFailuresIT {
  /** How a TLS connection begins. */
  private static final int TLS_HANDSHAKE = 0x16;

  private final StepsScene scene = new StepsScene();

  @AfterEach
  void clear() throws Exception {
    scene.close();
  }

  @Test
  void the_first_command_that_fails_ends_the_step_and_its_dependents_are_skipped() {
    Failure failure =
        scene.fail(
            SampleStep.named("lint", "echo before", "(exit 3)", "echo after"),
            SampleStep.named("test", "true").after("lint"),
            SampleStep.named("image", "true").after("test"));

    assertThat(failure).isInstanceOf(Failure.StepFailed.class);
    assertThat(failure.message()).isEqualTo("step lint ended with exit code 3");
    assertThat(scene.progress.lines("lint"))
        .containsExactly("$ echo before", "before", "$ (exit 3)", failure.message());
    assertThat(scene.progress.end("lint")).isEqualTo(new TestProgress.End(Status.FAILED, 3));
    assertThat(scene.progress.status("test")).isEqualTo(Status.SKIPPED);
    assertThat(scene.progress.status("image")).isEqualTo(Status.SKIPPED);
  }

  @Test
  void what_runs_beside_a_failure_is_let_finish() throws Exception {
    Failure failure =
        scene.fail(
            SampleStep.named("bad", "until test -e running; do sleep 0.05; done", "false"),
            SampleStep.named("good", "touch running", "sleep 1", "echo finished"));

    assertThat(failure.message()).startsWith("step bad ");
    assertThat(scene.progress.lines("good")).endsWith("finished");
    assertThat(scene.progress.status("good")).isEqualTo(Status.SUCCEEDED);
  }

  @Test
  void a_failure_that_is_ignored_holds_nothing_up() throws Exception {
    scene.pass(
        SampleStep.named("flaky", "exit 4").mayFail(),
        SampleStep.named("next", "true").after("flaky"));

    assertThat(scene.progress.end("flaky")).isEqualTo(new TestProgress.End(Status.FAILED, 4));
    assertThat(scene.progress.lines("flaky"))
        .endsWith("step flaky ended with exit code 4", "This step may fail: the build goes on");
    assertThat(scene.progress.status("next")).isEqualTo(Status.SUCCEEDED);
  }

  @Test
  void signals_and_missing_commands_are_named() {
    assertThat(scene.fail(SampleStep.named("one", "sh -c 'kill -SEGV $$'")).message())
        .isEqualTo("step one was ended by signal SIGSEGV (exit code 139)");
    scene.next();
    assertThat(scene.fail(SampleStep.named("one", "no-such-command")).message())
        .contains("does not have (exit code 127)");
    scene.next();
    assertThat(scene.fail(SampleStep.named("one", "./src/tool")).message()).contains("127");
    scene.next();
    assertThat(scene.fail(SampleStep.named("one", "echo 'unfinished")).message())
        .contains("exit code 2");
    assertThat(scene.progress.lines("one")).anyMatch(line -> line.contains("/.slipway/1"));
  }

  @Test
  void an_image_without_a_shell_is_named(@TempDir Path folder) throws Exception {
    Path dockerfile =
        Files.write(folder.resolve("Dockerfile"), List.of("FROM scratch", "COPY Dockerfile /"));
    String image = "slipway-test/" + scene.instance;
    StepsScene.ENGINE
        .client()
        .buildImageCmd(dockerfile.toFile())
        .withTags(Set.of(image))
        .start()
        .awaitImageId();
    try {
      assertThat(scene.fail(SampleStep.named("one", "true").image(image)).message())
          .contains("127");
      assertThat(scene.progress.lines("one")).anyMatch(line -> line.contains("/bin/sh"));
      scene.next();
      assertThat(scene.fail(SampleStep.named("one").image(image)).message())
          .startsWith("step one cannot be started: ");
    } finally {
      StepsScene.ENGINE.client().removeImageCmd(image).withForce(true).exec();
    }
  }

  @Test
  void running_out_of_memory_is_named() {
    Failure failure =
        scene.fail(SampleStep.named("one", "tail /dev/zero").resources(null, 16L << 20));

    assertThat(failure.message())
        .isEqualTo("step one ran out of memory: it may use 16 MB (exit code 137)");
    assertThat(failure.hint()).contains("memory:");
  }

  @Test
  void a_step_that_takes_too_long_is_stopped() {
    Failure failure =
        scene.fail(SampleStep.named("one", "sleep 60").timeout(Duration.ofSeconds(1)));

    assertThat(failure).isEqualTo(new Failure.TimedOut("one", Duration.ofSeconds(1)));
  }

  @Test
  void a_step_that_is_silent_for_too_long_is_stopped_and_one_that_talks_is_not() throws Exception {
    scene.pass(
        SampleStep.named("one", "for i in 1 2 3 4 5 6 7 8; do sleep 0.5; echo $i; done")
            .silence(Duration.ofSeconds(3)));
    scene.next();
    Failure failure =
        scene.fail(SampleStep.named("one", "sleep 60").silence(Duration.ofSeconds(1)));

    assertThat(failure).isInstanceOf(Failure.StepFailed.class);
    assertThat(failure.message()).isEqualTo("step one printed nothing for 1 s");
  }

  @Test
  void an_image_that_there_is_not_is_their_mistake() throws Exception {
    try (ServerSocket registry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerNotFound(registry));
      String image = "127.0.0.1:" + registry.getLocalPort() + "/acme/none";
      Failure failure = scene.fail(SampleStep.named("one", "true").image(image));

      assertThat(failure).isInstanceOf(Failure.StepFailed.class);
      assertThat(failure.message()).startsWith("image " + image + " could not be pulled");
    }
  }

  @Test
  void a_registry_that_is_away_is_ours() {
    Failure failure = scene.fail(SampleStep.named("one", "true").image("127.0.0.1:9/acme/away"));

    assertThat(failure).isInstanceOf(Failure.Infrastructure.class);
    assertThat(((Failure.Infrastructure) failure).retryable()).isTrue();
  }

  @Test
  void what_the_engine_cannot_do_is_their_mistake() {
    Failure failure = scene.fail(SampleStep.named("one", "true").resources(null, 1024L));

    assertThat(failure).isInstanceOf(Failure.StepFailed.class);
    assertThat(failure.message()).contains("emory");
  }

  @Test
  void a_secret_that_is_not_set_is_named_and_a_fork_goes_without() throws Exception {
    SampleStep step =
        SampleStep.named("one", "test -z \"${T+set}\"")
            .env(Map.of("T", new EnvValue.FromSecret("TOKEN")));
    assertThat(scene.fail(step).message()).isEqualTo("there is no secret TOKEN for the variable T");

    scene.next().fromFork = true;
    scene.pass(step);
    assertThat(scene.progress.lines("one"))
        .contains("T is not set: a fork's build gets no secrets");
  }

  @Test
  void what_may_not_be_built_from_is_refused() throws Exception {
    try (Checkout tree = scene.run(SampleStep.named("one", "ln -s /etc/passwd out"))) {
      refuses(tree, "out is a link to /etc/passwd, which leads out");
    }
    scene.next();
    try (Checkout tree = scene.run(SampleStep.named("one", "mkfifo pipe"))) {
      refuses(tree, "pipe is no file, folder or link");
    }
    scene.next();
    try (Checkout tree = scene.run(SampleStep.named("one", "mkdir d; ln -s /etc d/e; ln -s d f"))) {
      assertThat(tree.file("d/e/passwd", 10_000)).isEmpty();
      assertThat(tree.hasFolder("d/e")).isFalse();
      assertThat(tree.hasFolder("f")).isFalse();
    }
  }

  /** A registry that has nothing, and speaks no TLS. */
  private static void answerNotFound(ServerSocket registry) {
    String body =
        "{'errors': [{'code': 'MANIFEST_UNKNOWN', 'message': 'none'}]}".replace('\'', '"');
    while (!registry.isClosed()) {
      try (Socket caller = registry.accept()) {
        BufferedReader request =
            new BufferedReader(
                new InputStreamReader(caller.getInputStream(), StandardCharsets.ISO_8859_1));
        if (request.read() != TLS_HANDSHAKE) {
          boolean greeting = request.readLine().contains(" /v2/ ");
          PrintStream answer =
              new PrintStream(caller.getOutputStream(), true, StandardCharsets.ISO_8859_1);
          answer.printf("HTTP/1.1 %s\r\n", greeting ? "200 OK" : "404 Not Found");
          answer.printf("Content-Type: application/json\r\nContent-Length: %d\r\n", body.length());
          answer.print("Connection: close\r\n\r\n");
          answer.print(body);
        }
      } catch (IOException _) {
        // The caller left, or the test is over.
      }
    }
  }

  private static void refuses(Checkout tree, String why) {
    assertThatThrownBy(() -> tree.writeContext("", "Dockerfile", OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }
}
