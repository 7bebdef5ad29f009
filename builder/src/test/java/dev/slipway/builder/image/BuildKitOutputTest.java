package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.builder.image.RecordedProgress.End;
import dev.slipway.builder.image.proto.ProtoWriter;
import dev.slipway.core.build.StepReport.Status;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class BuildKitOutputTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ProtoWriter TIME = new ProtoWriter().number(1, 1);
  private static final End GOOD = new End(Status.SUCCEEDED, null, false);

  private final RecordedProgress progress = new RecordedProgress();
  private final BuildSteps steps = new BuildSteps(progress);
  private final BuildKitOutput output =
      new BuildKitOutput(steps, new EngineClock(() -> Instant.ofEpochSecond(1_000)));

  @Test
  void operations_become_steps_under_their_names_and_internal_ones_are_gathered()
      throws IOException {
    steps.start(BuildSteps.CONTEXT);
    say(running("c1", "[internal] load remote build context"));
    say(done("c1", "[internal] load remote build context"));
    say(running("c2", "copy /context /"), done("c2", "copy /context /"));
    say(running("m", "[internal] load metadata for docker.io/library/busybox:latest"));
    say(done("m", "[internal] load metadata for docker.io/library/busybox:latest"));
    say(announced("r", "[2/2] RUN make"));
    say(running("f", "[1/2] FROM docker.io/library/busybox:latest"));
    say(done("f", "[1/2] FROM docker.io/library/busybox:latest"));
    say(running("r", "[2/2] RUN make"), done("r", "[2/2] RUN make"));
    say(running("e", "exporting to image"), done("e", "exporting to image"));
    say(running("c", "exporting cache"), done("c", "exporting cache"));
    output.end(null);

    assertThat(progress.steps())
        .containsExactly(
            "context",
            "base image",
            "[1/2] FROM docker.io/library/busybox:latest",
            "[2/2] RUN make",
            "export");
    assertThat(progress.ends().values()).hasSize(5).containsOnly(GOOD);
    assertThat(progress.lines("base image"))
        .containsExactly("looking up docker.io/library/busybox:latest");
    assertThat(output.executing()).isTrue();
  }

  @Test
  void what_was_built_before_is_cached() throws IOException {
    say(operation("r", "[2/2] RUN make").number(4, 1).message(5, TIME).message(6, TIME));

    assertThat(progress.end("[2/2] RUN make")).isEqualTo(new End(Status.SUCCEEDED, null, true));
  }

  @Test
  void a_base_image_has_ended_when_another_step_goes_on_from_it() throws IOException {
    String from = "[1/2] FROM localhost/base:1";
    say(at(vertex("f", from), 10, 11));
    assertThat(progress.end(from)).isNull();
    say(at(vertex("f", from), 12, 0));
    say(at(vertex("f", from), 12, 17).number(4, 1));
    say(at(operation("r", "[2/2] RUN make"), 18, 0));

    assertThat(progress.end(from)).isEqualTo(new End(Status.SUCCEEDED, null, true));
    assertThat(progress.endedAt(from)).isEqualTo(Instant.ofEpochSecond(1_007));
    assertThat(progress.end("[2/2] RUN make")).isNull();
  }

  @Test
  void times_are_the_engines_told_by_our_clock() throws IOException {
    say(at(operation("a", "[1/2] RUN a"), 50, 0));
    say(
        at(operation("a", "[1/2] RUN a"), 50, 53),
        at(operation("b", "[2/2] RUN b"), 54, 0),
        at(operation("b", "[2/2] RUN b"), 54, 59));

    assertThat(progress.startedAt("[1/2] RUN a")).isEqualTo(Instant.ofEpochSecond(1_000));
    assertThat(progress.endedAt("[1/2] RUN a")).isEqualTo(Instant.ofEpochSecond(1_003));
    assertThat(progress.startedAt("[2/2] RUN b")).isEqualTo(Instant.ofEpochSecond(1_004));
    assertThat(progress.endedAt("[2/2] RUN b")).isEqualTo(Instant.ofEpochSecond(1_009));
  }

  @Test
  void a_cache_that_is_not_there_breaks_nothing() throws IOException {
    say(running("m", "importing cache manifest from localhost/shop:cache-main"));
    say(
        done("m", "importing cache manifest from localhost/shop:cache-main")
            .text(7, "localhost/shop:cache-main: not found"));
    say(running("n", "importing cache manifest from localhost/shop:cache"));
    say(done("n", "importing cache manifest from localhost/shop:cache").text(7, "dial tcp: x"));
    say(running("o", "importing cache manifest from localhost/shop:old"));
    say(done("o", "importing cache manifest from localhost/shop:old"));
    output.end(null);

    assertThat(progress.end("cache")).isEqualTo(GOOD);
    assertThat(output.failedStep()).isNull();
    assertThat(progress.lines("cache"))
        .containsExactly(
            "there is no localhost/shop:cache-main yet",
            "localhost/shop:cache cannot be used: dial tcp: x",
            "looked at localhost/shop:old");
  }

  @Test
  void parts_are_told_when_done_and_every_few_seconds_before() throws IOException {
    String from = "[1/2] FROM localhost/base:1";
    say(running("f", from));
    part(0, 10, 0);
    part(20_000_000, 13, 0);
    part(40_000_000, 16, 0);
    part(80_000_000, 18, 18);
    part(80_000_000, 18, 18);

    assertThat(progress.lines(from))
        .containsExactly("layer 40.0 MB of 80.0 MB", "layer 80.0 MB in 8.0 s");
  }

  @Test
  void a_frontend_that_cannot_be_had_is_known() throws IOException {
    String name = "resolve image config for docker.io/docker/dockerfile:1";
    say(running("x", name));
    say(done("x", name).text(7, "dial tcp: lookup registry-1.docker.io: no such host"));

    assertThat(output.failedStep()).isEqualTo("frontend");
    assertThat(output.imageBeingFetched()).isEqualTo("docker.io/docker/dockerfile:1");
  }

  @Test
  void lines_are_joined_per_operation_and_stream() throws IOException {
    say(running("a", "[a 1/1] RUN x"), running("b", "[b 1/1] RUN y"));
    log("a", 1, "one, ");
    log("b", 1, "other ");
    log("a", 2, "error\n");
    log("a", 1, "joined\nrest");
    log("b", 1, "step\n");
    say(done("a", "[a 1/1] RUN x"));

    assertThat(progress.lines("[a 1/1] RUN x")).containsExactly("error", "one, joined", "rest");
    assertThat(progress.lines("[b 1/1] RUN y")).containsExactly("other step");
  }

  @Test
  void output_that_comes_with_the_end_belongs_before_it() throws IOException {
    String name = "[2/2] RUN exit 7";
    say(running("r", name));
    read(
        new ProtoWriter()
            .message(1, done("r", name).text(7, "executor failed running [x]: exit code: 7"))
            .message(3, new ProtoWriter().text(1, "r").number(3, 1).text(4, "bye\n")));

    assertThat(steps.lastLine(name)).isEqualTo("bye");
    assertThat(progress.end(name)).isEqualTo(new End(Status.FAILED, 7, false));
    assertThat(output.failedStep()).isEqualTo(name);
    assertThat(output.imageBeingFetched()).isNull();
  }

  @Test
  void steps_that_were_stopped_since_another_failed_are_not_to_blame() throws IOException {
    say(running("a", "[a 1/1] RUN x"), running("b", "[b 1/1] RUN y"));
    say(done("a", "[a 1/1] RUN x").text(7, "rpc error: context canceled"));
    say(done("b", "[b 1/1] RUN y").text(7, "exit code: 3"));

    assertThat(progress.end("[a 1/1] RUN x")).isEqualTo(new End(Status.CANCELED, null, false));
    assertThat(output.failedStep()).isEqualTo("[b 1/1] RUN y");
  }

  @Test
  void a_base_image_that_fails_is_known() throws IOException {
    String name = "[internal] load metadata for localhost/base:1";
    say(running("m", name));
    say(done("m", name).text(7, "not found"));

    assertThat(output.failedStep()).isEqualTo("base image");
    assertThat(output.imageBeingFetched()).isEqualTo("localhost/base:1");
    assertThat(output.executing()).isFalse();
  }

  @Test
  void a_cut_log_says_so_in_one_line_with_the_way_out() throws IOException {
    say(running("r", "[2/2] RUN make"));
    log("r", 1, "kept\n");
    log("r", 1, "\n[output clipped, log limit 1MiB reached]\n");
    log("r", 2, "\n[output clipped, log limit 1MiB reached]\n");
    say(done("r", "[2/2] RUN make"));

    assertThat(progress.lines("[2/2] RUN make")).hasSize(2).first().isEqualTo("kept");
    assertThat(progress.lines("[2/2] RUN make").getLast())
        .contains("1MiB", "BUILDKIT_STEP_LOG_MAX_SIZE", "BUILDKIT_STEP_LOG_MAX_SPEED");
  }

  @Test
  void an_engine_that_says_nothing_without_end_is_stuck() throws IOException {
    say(running("r", "[2/2] RUN make"));
    for (int i = 0; i < 999; i++) {
      read(new ProtoWriter());
    }
    say(running("r", "[2/2] RUN make"));
    for (int i = 0; i < 499_999; i++) {
      read(new ProtoWriter());
    }
    assertThat(output.stuck()).isFalse();
    read(new ProtoWriter());
    assertThat(output.stuck()).isTrue();
  }

  @Test
  void with_an_image_there_is_less_to_wait_for() throws IOException {
    sayImage();
    for (int i = 0; i < 1_000; i++) {
      assertThat(output.stuck()).isFalse();
      read(new ProtoWriter());
    }
    assertThat(output.stuck()).isTrue();
  }

  @Test
  void the_image_id_is_kept() throws IOException {
    sayImage();

    assertThat(output.imageId()).isEqualTo("sha256:12");
  }

  private void sayImage() throws IOException {
    ObjectNode message = JSON.createObjectNode().put("id", "moby.image.id");
    message.putObject("aux").put("ID", "sha256:12");
    output.read(message);
  }

  private static ProtoWriter vertex(String digest, String name) {
    return new ProtoWriter().text(1, digest).text(3, name);
  }

  private static ProtoWriter announced(String digest, String name) {
    return vertex(digest, name);
  }

  /** One that goes on from another. */
  private static ProtoWriter operation(String digest, String name) {
    return vertex(digest, name).text(2, "f");
  }

  private static ProtoWriter at(ProtoWriter vertex, long started, long completed) {
    vertex.message(5, new ProtoWriter().number(1, started));
    return completed == 0 ? vertex : vertex.message(6, new ProtoWriter().number(1, completed));
  }

  private void part(long current, long at, long completed) throws IOException {
    ProtoWriter part =
        new ProtoWriter()
            .text(1, "layer")
            .text(2, "f")
            .number(4, current)
            .number(5, 80_000_000)
            .message(6, new ProtoWriter().number(1, at))
            .message(7, new ProtoWriter().number(1, 10));
    if (completed > 0) {
      part.message(8, new ProtoWriter().number(1, completed));
    }
    read(new ProtoWriter().message(2, part));
  }

  private static ProtoWriter running(String digest, String name) {
    ProtoWriter vertex = name.contains("RUN") ? operation(digest, name) : vertex(digest, name);
    return vertex.message(5, TIME);
  }

  private static ProtoWriter done(String digest, String name) {
    return running(digest, name).message(6, TIME);
  }

  private void say(ProtoWriter... vertexes) throws IOException {
    ProtoWriter status = new ProtoWriter();
    for (ProtoWriter vertex : vertexes) {
      status.message(1, vertex);
    }
    read(status);
  }

  private void log(String digest, int stream, String text) throws IOException {
    ProtoWriter entry = new ProtoWriter().text(1, digest).number(3, stream).text(4, text);
    read(new ProtoWriter().message(3, entry));
  }

  private void read(ProtoWriter status) throws IOException {
    output.read(JSON.createObjectNode().put("id", "moby.buildkit.trace").put("aux", status.done()));
  }
}
