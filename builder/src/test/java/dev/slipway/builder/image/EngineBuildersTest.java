package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EngineBuildersTest {
  @Test
  void an_engine_that_names_its_builder_is_believed() {
    assertThat(EngineBuilders.buildKit("2", "1.50", "linux", null)).isTrue();
    assertThat(EngineBuilders.buildKit("1", "1.41", "linux", null)).isFalse();
  }

  @Test
  void an_engine_that_does_not_is_judged_by_its_age() {
    assertThat(EngineBuilders.buildKit(null, "1.41", "linux", null)).isTrue();
    assertThat(EngineBuilders.buildKit("", "1.39", "linux", null)).isTrue();
    assertThat(EngineBuilders.buildKit(null, "1.38", "linux", null)).isFalse();
    assertThat(EngineBuilders.buildKit(null, null, null, null)).isFalse();
  }

  @Test
  void podman_and_windows_build_classically() {
    assertThat(EngineBuilders.buildKit(null, "1.41", "linux", "5.2.0")).isFalse();
    assertThat(EngineBuilders.buildKit("2", "1.50", "windows", null)).isFalse();
  }
}
