package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.pipeline.ImageBuild;
import org.junit.jupiter.api.Test;

final class EngineChoiceTest {
  private static final EngineGreeting WITH = new EngineGreeting("20.10.24+dfsg1", true);
  private static final EngineGreeting WITHOUT = new EngineGreeting("", false);

  @Test
  void BuildKit_is_taken_wherever_it_is() throws Exception {
    assertThat(EngineChoice.of(WITH, ImageBuild.Engine.AUTO))
        .isEqualTo(
            new EngineChoice(true, "built by BuildKit, which the engine (20.10.24+dfsg1) has"));
    assertThat(EngineChoice.of(WITHOUT, ImageBuild.Engine.AUTO))
        .isEqualTo(
            new EngineChoice(
                false, "built by the classic builder, since the engine has no BuildKit"));
  }

  @Test
  void what_the_pipeline_wants_is_done() throws Exception {
    assertThat(EngineChoice.of(WITH, ImageBuild.Engine.DOCKER).buildKit()).isFalse();
    assertThat(EngineChoice.of(WITH, ImageBuild.Engine.BUILDKIT).buildKit()).isTrue();
  }

  @Test
  void BuildKit_that_is_wanted_and_not_there_is_a_failure() {
    assertThatThrownBy(() -> EngineChoice.of(WITHOUT, ImageBuild.Engine.BUILDKIT))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("the pipeline wants BuildKit, which the engine does not have");
  }

  @Test
  void jib_is_no_choice_between_builders_of_an_engine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EngineChoice.of(WITH, ImageBuild.Engine.JIB));
  }

  @Test
  void an_engine_that_names_its_builder_is_believed() {
    assertThat(EngineGreeting.buildKit("2", "1.50", "linux", null)).isTrue();
    assertThat(EngineGreeting.buildKit("1", "1.41", "linux", null)).isFalse();
  }

  @Test
  void an_engine_that_does_not_is_judged_by_its_age() {
    assertThat(EngineGreeting.buildKit(null, "1.41", "linux", null)).isTrue();
    assertThat(EngineGreeting.buildKit("", "1.39", "linux", null)).isTrue();
    assertThat(EngineGreeting.buildKit(null, "1.38", "linux", null)).isFalse();
    assertThat(EngineGreeting.buildKit(null, null, null, null)).isFalse();
  }

  @Test
  void podman_and_windows_build_classically() {
    assertThat(EngineGreeting.buildKit(null, "1.41", "linux", "5.2.0")).isFalse();
    assertThat(EngineGreeting.buildKit("2", "1.50", "windows", null)).isFalse();
  }

  @Test
  void the_version_is_read_from_the_name_of_the_server() {
    assertThat(EngineGreeting.version("Docker/20.10.24+dfsg1 (linux)")).isEqualTo("20.10.24+dfsg1");
    assertThat(EngineGreeting.version("Libpod/5.2.0 (linux)")).isEmpty();
    assertThat(EngineGreeting.version(null)).isEmpty();
  }
}
