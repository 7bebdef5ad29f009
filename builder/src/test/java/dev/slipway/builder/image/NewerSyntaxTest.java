package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.Failure;
import dev.slipway.core.pipeline.ImageBuild;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NewerSyntaxTest {
  private static final EngineGreeting OLD = new EngineGreeting("20.10.24+dfsg1", true);
  private static final BuildErrors.Circumstances AT =
      new BuildErrors.Circumstances(
          new ImageBuild("web", "", "Dockerfile", null, Map.of()),
          false,
          "context",
          "",
          null,
          false);
  private static final String HERE_DOCUMENT =
      """
      FROM busybox:latest
      RUN true << 1
      RUN <<EOF
      echo one
      EOF
      """;

  @Test
  void a_here_document_is_named_with_the_line_where_it_begins() {
    Failure failure =
        explain("dockerfile parse error line 4: unknown instruction: ECHO", HERE_DOCUMENT, OLD)
            .orElseThrow();

    assertThat(failure.message())
        .isEqualTo(
            "Dockerfile, line 3: a here-document (<<) is newer than the engine (20.10.24+dfsg1)");
    assertThat(failure.hint())
        .contains("update the engine to 23.0", "# syntax=docker/dockerfile:1");
  }

  @Test
  void a_flag_is_named() {
    String error = "dockerfile parse error line 2: Unknown flag: link";

    assertThat(explain(error, "FROM a\nCOPY --link a b", OLD).orElseThrow().message())
        .isEqualTo("Dockerfile, line 2: the flag --link is newer than the engine (20.10.24+dfsg1)");
  }

  @Test
  void other_mistakes_are_left_to_others() {
    String error = "dockerfile parse error line 1: unknown instruction: FETCH";

    assertThat(explain(error, "FETCH it\nRUN <<EOF\nEOF", OLD)).isEmpty();
    assertThat(explain(error, null, OLD)).isEmpty();
    assertThat(explain("exit code: 3", HERE_DOCUMENT, OLD)).isEmpty();
  }

  @Test
  void engines_that_know_it_all_are_not_blamed() {
    String error = "dockerfile parse error on line 4: unknown instruction: ECHO";

    assertThat(explain(error, HERE_DOCUMENT, new EngineGreeting("28.2.2", true))).isEmpty();
    assertThat(explain(error, HERE_DOCUMENT, new EngineGreeting("", true))).isEmpty();
  }

  private static Optional<Failure> explain(
      String error, @Nullable String dockerfile, EngineGreeting engine) {
    return NewerSyntax.explain(error, dockerfile, engine, AT);
  }
}
