package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The engine's BuildKit. */
final class BuildKitIT extends ImageBuilderSuite {
  BuildKitIT() {
    super(ImageBuild.Engine.BUILDKIT);
  }

  @Test
  void what_a_fork_leaves_in_a_cache_folder_is_seen_by_nobody_else() throws Exception {
    buildOneOf(onCache("echo ours > /cache/ours"), false);
    buildOneOf(onCache("test ! -e /cache/ours && echo theirs > /cache/theirs"), true);
    buildOneOf(onCache("test -e /cache/ours && test ! -e /cache/theirs"), false);
    assertThatThrownBy(() -> buildOneOf(onCache("test -e /cache/theirs"), true))
        .isInstanceOf(BuildFailedException.class);
  }

  @Test
  void a_fork_may_not_bring_a_reader_of_its_Dockerfile() throws Exception {
    Checkout checkout = dockerfile("# syntax=127.0.0.1:9/evil", "FROM busybox:latest");
    assertThatThrownBy(() -> buildOneOf(checkout, true))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("which a fork may not bring");
    assertThatThrownBy(() -> buildOneOf(checkout, false))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageNotContaining("fork");
  }

  @Test
  void a_here_document_is_named_where_the_engine_is_too_old_for_it() throws Exception {
    Checkout checkout = dockerfile("FROM busybox:latest", "RUN <<EOF", "echo one", "EOF");
    EngineGreeting engine = EngineGreeting.of(ENGINE);
    assumeThat(engine.version()).as("an engine before 23.0").startsWith("20.10.");

    assertThatThrownBy(() -> buildOneOf(checkout, false))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("Dockerfile, line 2: a here-document (<<) is newer than the engine");
  }

  @Test
  void a_frontend_that_cannot_be_fetched_is_named() throws Exception {
    Checkout checkout =
        dockerfile("# syntax=127.0.0.1:9/docker/dockerfile:1", "FROM busybox:latest");

    assertThatThrownBy(() -> buildOneOf(checkout, false))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("begins with `# syntax=`, and 127.0.0.1:9/docker/dockerfile:1");
  }

  @Test
  void a_step_for_another_processor_is_told_from_one_that_fails() throws Exception {
    String other =
        ENGINE.client().versionCmd().exec().getArch().equals("arm64") ? "s390x" : "arm64";
    // The head of an ELF file, for a machine that does not exist.
    Files.write(
        folder().resolve("program"),
        HexFormat.of()
            .parseHex("7f454c46020101" + "00".repeat(9) + "0200fefe01" + "00".repeat(64)));
    Checkout checkout =
        dockerfile(
            "FROM scratch",
            "COPY --chmod=755 program /program",
            "RUN [\"/program\"]",
            "LABEL salt=" + salt);

    assertThatThrownBy(() -> buildOneOf(checkout, false, "linux/" + other))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("another kind of processor");
  }

  @Test
  void an_image_for_another_platform_needs_no_emulator_as_long_as_nothing_runs() throws Exception {
    Checkout checkout = dockerfile("FROM scratch", "COPY Dockerfile /" + salt);

    buildOneOf(checkout, false, "linux/s390x");
  }

  @Test
  void several_platforms_are_refused() throws Exception {
    Checkout checkout = dockerfile("FROM scratch", "COPY Dockerfile /" + salt);

    assertThatThrownBy(() -> buildOneOf(checkout, false, "linux/s390x", "linux/amd64"))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("an engine builds for one platform at a time");
  }

  private Checkout onCache(String command) throws IOException {
    return dockerfile(
        "FROM busybox:latest",
        "RUN --mount=type=cache,id=%s,target=/cache %s".formatted(salt, command));
  }
}
