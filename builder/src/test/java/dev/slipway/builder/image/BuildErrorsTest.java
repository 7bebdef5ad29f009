package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.Failure;
import dev.slipway.core.build.Failure.Infrastructure;
import dev.slipway.core.build.Failure.StepFailed;
import dev.slipway.core.pipeline.ImageBuild;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BuildErrorsTest {
  private static final ImageBuild SPEC = new ImageBuild("web", "app", "Dockerfile", null, Map.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "executor failed running [/bin/sh -c echo bye; exit 7]: exit code: 7 | 7",
        "executor failed running [/bin/sh -c echo exit code: 3; exit 7]: exit code: 7 | 7",
        "process \"/bin/sh -c exit 12\" did not complete successfully: exit code: 12 | 12",
        "The command '/bin/sh -c exit 9' returned a non-zero code: 9 | 9",
      })
  void a_command_that_failed_is_told_with_its_code_and_last_words(String error, int code) {
    Failure failure = BuildErrors.classify(error, at("[2/2] RUN x", null, true));

    assertThat(failure).isInstanceOf(StepFailed.class);
    assertThat(failure.message())
        .isEqualTo("the command ended with exit code " + code + "; it last said: last words");
    assertThat(((StepFailed) failure).step()).isEqualTo("[2/2] RUN x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dockerfile parse error line 2: unknown instruction: FOO"
            + "| Dockerfile, line 2: unknown instruction: FOO",
        "failed to solve: dockerfile parse error on line 12: unknown instruction: FOO"
            + "| Dockerfile, line 12: unknown instruction: FOO",
        "failed to solve with frontend dockerfile.v0: file with no instructions"
            + "| Dockerfile has no instructions",
        "failed to read dockerfile: open /tmp/buildkit-mount9/Dockerfile: no such file or directory"
            + "| there is no Dockerfile in app of the repository",
        "Cannot locate specified Dockerfile: Dockerfile"
            + "| there is no Dockerfile in app of the repository",
        "failed to create LLB definition: target stage nope could not be found"
            + "| Dockerfile has no stage named nope",
        "failed to solve: target stage \"nope\" could not be found"
            + "| Dockerfile has no stage named nope",
        "failed to reach build target nope in Dockerfile | Dockerfile has no stage named nope",
        "failed to compute cache key: \"/a/b c\" not found: not found"
            + "| a/b c is not in the build context",
        "failed to calculate checksum of ref m3:x: \"/a\": not found"
            + "| a is not in the build context",
        "COPY failed: file not found in build context or excluded by .dockerignore: stat a:"
            + " file does not exist | a is not in the build context",
      })
  void what_they_wrote_wrongly_is_said_in_words(String error, String message) {
    Failure failure = BuildErrors.classify(error, at("context", null, false));

    assertThat(failure).isInstanceOf(StepFailed.class);
    assertThat(failure.message()).isEqualTo(message);
    assertThat(failure.hint()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Head \"https://r.example/v2/x/manifests/1\": dial tcp: lookup r.example: no such host",
        "Get \"http://127.0.0.1:1/v2/\": dial tcp 127.0.0.1:1: connect: connection refused",
        "net/http: TLS handshake timeout",
        "toomanyrequests: too many pulls",
        "unexpected EOF",
      })
  void a_base_image_behind_a_broken_network_is_ours(String error) {
    Failure failure = BuildErrors.classify(error, at("base image", "r.example/x:1", false));

    assertThat(failure)
        .isInstanceOfSatisfying(
            Infrastructure.class, ours -> assertThat(ours.retryable()).isTrue());
    assertThat(failure.message()).startsWith("base image r.example/x:1 could not be fetched");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pull access denied, repository does not exist or may require authorization",
        "manifest for r.example/x:1 not found: manifest unknown",
        "r.example/x:1: not found",
        "failed to parse stage name \"X Y\": invalid reference format",
      })
  void a_base_image_that_does_not_exist_is_theirs(String error) {
    Failure failure = BuildErrors.classify(error, at("base image", "r.example/x:1", false));

    assertThat(failure).isInstanceOf(StepFailed.class);
    assertThat(failure.message()).startsWith("base image r.example/x:1 could not be fetched");
  }

  @Test
  void a_full_disk_waits_for_somebody() {
    Failure failure =
        BuildErrors.classify("write /x: no space left on device", at("[2/2] COPY", null, true));

    assertThat(failure)
        .isInstanceOfSatisfying(
            Infrastructure.class, ours -> assertThat(ours.retryable()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rpc error: code = Unavailable desc = transport is closing",
        "failed to solve: context canceled",
      })
  void an_engine_that_goes_away_is_ours_even_in_the_middle(String error) {
    assertThat(BuildErrors.classify(error, at("[2/2] RUN x", null, true)))
        .isInstanceOfSatisfying(
            Infrastructure.class, ours -> assertThat(ours.retryable()).isTrue());
  }

  @Test
  void unknown_words_are_theirs_once_their_steps_run_and_ours_before() {
    assertThat(BuildErrors.classify("what?", at("[2/2] RUN x", null, true)))
        .isInstanceOf(StepFailed.class);
    assertThat(BuildErrors.classify("what?", at("context", null, false)))
        .isInstanceOf(Infrastructure.class);
  }

  @ParameterizedTest
  @CsvSource({
    "[1/2] FROM docker.io/library/busybox:latest, docker.io/library/busybox:latest",
    "[base 1/2] FROM --platform=linux/arm64 r.example/x:1, r.example/x:1",
    "[1/2] FROM busybox AS base, busybox",
  })
  void base_images_are_found_in_step_names(String step, String image) {
    assertThat(BuildErrors.baseImage(step)).isEqualTo(image);
  }

  @Test
  void other_steps_have_no_base_image() {
    assertThat(BuildErrors.baseImage("[2/2] RUN echo FROM nowhere")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed to solve: rpc error: code = Unknown desc = secret NPM_TOKEN: not found",
        "failed to solve: secret NPM_TOKEN not found: not found",
      })
  void a_missing_secret_is_named(String error) {
    Failure failure = BuildErrors.classify(error, at("[2/2] RUN x", null, true));

    assertThat(failure).isInstanceOf(StepFailed.class);
    assertThat(failure.message()).startsWith("the step needs the secret NPM_TOKEN, which");
    assertThat(failure.hint()).contains("slipway secrets set NPM_TOKEN");
  }

  @Test
  void a_command_for_another_processor_is_told_from_a_broken_one() {
    BuildErrors.Circumstances at =
        new BuildErrors.Circumstances(
            SPEC, false, "[2/2] RUN x", "exec /bin/sh: exec format error", null, true);

    assertThat(BuildErrors.classify("executor failed running [x]: exit code: 1", at).message())
        .isEqualTo(
            "the command is made for another kind of processor than the engine's machine has");
  }

  @Test
  void a_frontend_that_cannot_be_fetched_is_not_called_a_base_image() {
    BuildErrors.Circumstances at = at("frontend", "docker.io/docker/dockerfile:1", false);

    Failure away = BuildErrors.classify("dial tcp: lookup registry-1.docker.io: no such host", at);
    Failure missing = BuildErrors.classify("docker.io/docker/dockerfile:1: not found", at);

    assertThat(away).isInstanceOf(Infrastructure.class);
    assertThat(missing).isInstanceOf(StepFailed.class);
    assertThat(missing.message()).contains("# syntax=", "docker.io/docker/dockerfile:1");
    assertThat(missing.hint()).contains("leave that line out");
  }

  private static BuildErrors.Circumstances at(
      String step, @Nullable String image, boolean executing) {
    return new BuildErrors.Circumstances(SPEC, false, step, "last words", image, executing);
  }
}
