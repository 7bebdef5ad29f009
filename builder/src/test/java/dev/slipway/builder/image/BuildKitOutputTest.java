package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.builder.image.RecordedProgress.End;
import dev.slipway.core.build.StepReport.Status;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class BuildKitOutputTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ProtoWriter TIME = new ProtoWriter().number(1, 1);
  private static final End GOOD = new End(Status.SUCCEEDED, null, false);

  private final RecordedProgress progress = new RecordedProgress();
  private final BuildSteps steps = new BuildSteps(progress);
  private final BuildKitOutput output = new BuildKitOutput(steps);

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
    say(vertex("r", "[2/2] RUN make").number(4, 1).message(5, TIME).message(6, TIME));

    assertThat(progress.end("[2/2] RUN make")).isEqualTo(new End(Status.SUCCEEDED, null, true));
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
  void the_image_id_is_kept() throws IOException {
    ObjectNode message = JSON.createObjectNode().put("id", "moby.image.id");
    message.putObject("aux").put("ID", "sha256:12");

    output.read(message);

    assertThat(output.imageId()).isEqualTo("sha256:12");
  }

  private static ProtoWriter vertex(String digest, String name) {
    return new ProtoWriter().text(1, digest).text(3, name);
  }

  private static ProtoWriter announced(String digest, String name) {
    return vertex(digest, name);
  }

  private static ProtoWriter running(String digest, String name) {
    return vertex(digest, name).message(5, TIME);
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
