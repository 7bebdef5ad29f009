package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.builder.image.RecordedProgress.End;
import dev.slipway.core.build.StepReport.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ClassicOutputTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MAKE = "[2/3] RUN make";

  private final RecordedProgress progress = new RecordedProgress();
  private final BuildSteps steps = new BuildSteps(progress);
  private final ClassicOutput output = new ClassicOutput(steps);

  @BeforeEach
  void beginLikeAnyBuild() {
    steps.start(BuildSteps.CONTEXT);
    say("Step 1/3 : FROM busybox:latest", "\n", " ---> 110abc9f5ebb\n");
    say("Step 2/3 : RUN make", "\n");
  }

  @Test
  void steps_start_with_their_line_and_end_with_the_next() {
    say(" ---> Running in 4f0ef4d3c888\n", "Removing intermediate container 4f0ef4d3c888\n");
    say(" ---> 02c62bc61197\n", "Step 3/3 : CMD [\"x\"]", "\n", " ---> Using cache\n");
    say(" ---> 02c62bc61198\n", "Successfully built 02c62bc61198\n");

    assertThat(progress.steps())
        .containsExactly("context", "[1/3] FROM busybox:latest", MAKE, "[3/3] CMD [\"x\"]");
    assertThat(progress.end(MAKE)).isEqualTo(new End(Status.SUCCEEDED, null, false));
    assertThat(progress.end("[3/3] CMD [\"x\"]")).isEqualTo(new End(Status.SUCCEEDED, null, true));
    assertThat(progress.steps()).allSatisfy(step -> assertThat(progress.lines(step)).isEmpty());
  }

  @Test
  void a_command_may_write_what_looks_like_the_engines_words() {
    say(" ---> Running in 4f0ef4d3c888\n", "Step 9/9 : RUN rm\n", " ---> 110abc9f5ebb\n");
    say("Removing intermediate container 000000000000\n", "Successfully built x\n");
    say("Removing intermediate container 4f0ef4d3c888\n");

    assertThat(progress.lines(MAKE))
        .containsExactly(
            "Step 9/9 : RUN rm",
            " ---> 110abc9f5ebb",
            "Removing intermediate container 000000000000",
            "Successfully built x");
    assertThat(progress.steps()).hasSize(3);
  }

  @Test
  void error_output_loses_the_colour_that_the_engine_adds() {
    say(" ---> Running in 4f0ef4d3c888\n", "\u001b[91mcare", "\u001b[0m");
    say("\u001b[91moops\n\u001b[0m", "half ", "\u001b[91merror\n\u001b[0m", "line\n");

    assertThat(progress.lines(MAKE)).contains("oops", "error").last().asString().endsWith("line");
  }

  @Test
  void an_error_ends_the_step_with_its_exit_code() {
    ObjectNode error = JSON.createObjectNode().put("error", "returned a non-zero code: 7");
    error.putObject("errorDetail").put("code", 7);

    output.read(error);

    assertThat(progress.end(MAKE)).isEqualTo(new End(Status.FAILED, 7, false));
    assertThat(output.failedStep()).isEqualTo(MAKE);
    assertThat(output.imageBeingFetched()).isNull();
  }

  @Test
  void of_several_images_the_last_counts() {
    for (String id : new String[] {"sha256:1", "sha256:2"}) {
      ObjectNode message = JSON.createObjectNode();
      message.putObject("aux").put("ID", id);
      output.read(message);
    }

    assertThat(output.imageId()).isEqualTo("sha256:2");
  }

  private void say(String... texts) {
    for (String text : texts) {
      output.read(JSON.createObjectNode().put("stream", text));
    }
  }
}
