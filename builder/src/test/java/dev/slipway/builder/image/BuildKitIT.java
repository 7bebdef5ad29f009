package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.IOException;
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

  private Checkout onCache(String command) throws IOException {
    return dockerfile(
        "FROM busybox:latest",
        "RUN --mount=type=cache,id=%s,target=/cache %s".formatted(salt, command));
  }
}
