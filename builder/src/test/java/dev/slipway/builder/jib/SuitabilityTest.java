package dev.slipway.builder.jib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.builder.dockerfile.Stage;
import dev.slipway.builder.jib.Suitability.Buildable;
import dev.slipway.builder.jib.Suitability.LeaveToEngine;
import dev.slipway.core.pipeline.ImageBuild;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuitabilityTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM scratch;COPY a /a",
        "# syntax=docker/dockerfile:1;FROM x;COPY a /a",
        "# syntax=docker.io/docker/dockerfile:1.7;FROM x",
        "FROM x;ADD a.tar /a;ENV A=b;WORKDIR /w;USER u;EXPOSE 1;LABEL a=b;VOLUME /v",
        "FROM x;ENTRYPOINT a;CMD b;HEALTHCHECK NONE;STOPSIGNAL 9;SHELL [\"a\"];MAINTAINER m",
        "FROM x AS a;FROM y;COPY --from=a --chown=1:2 --chmod=644 /a /b",
        "FROM x AS a;RUN b;FROM y;COPY c d",
        "FROM --platform=linux/amd64 x",
        "FROM --platform=$BUILDPLATFORM x",
        "FROM x;COPY --link=false a b",
        "FROM x;COPY <<EOF /a;text;EOF"
      })
  void a_Dockerfile_without_RUN_needs_no_engine(String file) {
    assertThat(look(file, null)).isInstanceOf(Buildable.class);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          FROM x;RUN y                           | line 2: RUN needs an engine
          FROM x AS a;RUN y;FROM a;COPY b c      | line 2: RUN needs an engine
          FROM x AS a;RUN y;FROM z;COPY --from=a b c | line 2: RUN needs an engine
          FROM x AS a;RUN y;FROM z;COPY --from=0 b c | line 2: RUN needs an engine
          FROM x;ONBUILD COPY a b                | line 2: ONBUILD is left to the engine
          FROM x;ADD https://a.b/c /d            | line 2: ADD of https://a.b/c is fetched by the engine
          FROM x;ADD git@a.b:c/d.git /d          | line 2: ADD of git@a.b:c/d.git is fetched by the engine
          FROM x;COPY --from=busybox a b         | line 2: COPY --from=busybox is not an earlier stage
          FROM x;COPY --from=1 a b               | line 2: COPY --from=1 is not an earlier stage
          FROM x;COPY --link a b                 | line 2: COPY --link is left to the engine
          FROM x;COPY --parents a b              | line 2: COPY --parents is left to the engine
          FROM x;COPY --exclude=c a b            | line 2: COPY --exclude is left to the engine
          FROM x;ADD --checksum=sha256:0 a b     | line 2: ADD --checksum is left to the engine
          FROM x;COPY a\\ b c                    | line 2: a backslash in a path is left to the engine
          FROM --platform=linux/arm64 x          | line 1: FROM --platform=linux/arm64 needs an engine
          # syntax=me/mine;FROM x                | # syntax=me/mine asks for a frontend of its own
          # syntax=docker/dockerfile:1-labs;FROM x | # syntax=docker/dockerfile:1-labs asks for a frontend of its own
          FROM x AS a;FROM a AS a                | two stages have the same name
          FROM x;FETCH y                         | line 2: unknown instruction: FETCH
          FROM ${X:?missing}                     | line 1: failed to process "${X:?missing}": X: missing
          """)
  void what_is_not_sure_is_left_to_the_engine(String file, String because) {
    assertThat(look(file, null)).isEqualTo(new LeaveToEngine(because));
  }

  @Test
  void only_the_stages_of_the_target_count() {
    String file = "FROM a AS one;FROM b AS two;RUN x;FROM one AS three;COPY y /y;FROM two";

    assertThat(look(file, "three"))
        .isInstanceOfSatisfying(
            Buildable.class,
            found -> assertThat(found.stages()).extracting(Stage::number).containsExactly(0, 2));
    assertThat(look(file, null)).isEqualTo(new LeaveToEngine("line 3: RUN needs an engine"));
    assertThat(look(file, "nope")).isEqualTo(new LeaveToEngine("there is no stage named nope"));
  }

  private static Suitability look(String file, @Nullable String target) {
    ImageBuild spec = new ImageBuild("web", "", "Dockerfile", target, Map.of());
    byte[] bytes = file.replace(';', '\n').getBytes(StandardCharsets.UTF_8);
    return Suitability.of(spec, bytes, "linux/amd64");
  }
}
