package dev.slipway.builder.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private static final Place HERE = new Place(1, "here");

  @Test
  void arguments_before_FROM_count_in_FROM_lines() throws Exception {
    Scope global = global(Map.of("TAG", "2"), "ARG TAG=1", "ARG IMAGE=app:${TAG}", "FROM $IMAGE");

    assertThat(global.expand(HERE, "$IMAGE")).isEqualTo("app:2");
    assertThat(global.expand(HERE, "$TARGETPLATFORM $BUILDARCH")).isEqualTo("linux/amd64 amd64");
    assertThat(global.stage().expand(HERE, "[$TAG]")).isEqualTo("[]");
  }

  @Test
  void a_stage_takes_over_what_it_declares() throws Exception {
    Dockerfile file =
        parse(
            "ARG A=1", "ARG B=2", "FROM x", "ARG A", "ARG B=3", "ARG C", "ARG D", "ARG TARGETARCH");
    Scope stage = Scope.global(file, Map.of("C", "given"), "linux/amd64").stage();
    for (Instruction instruction : file.stages().getFirst().instructions()) {
      stage.declare((Instruction.Arg) instruction);
    }

    assertThat(stage.expand(HERE, "$A $B $C [$D] $TARGETARCH")).isEqualTo("1 3 given [] amd64");
  }

  @Test
  void what_the_build_gives_beats_every_default() throws Exception {
    Dockerfile file = parse("ARG A=1", "FROM x", "ARG A=2");
    Scope stage = Scope.global(file, Map.of("A", "given"), "linux/amd64").stage();
    stage.declare((Instruction.Arg) file.stages().getFirst().instructions().getFirst());

    assertThat(stage.expand(HERE, "$A")).isEqualTo("given");
  }

  @Test
  void a_default_may_use_what_was_declared_before() throws Exception {
    Dockerfile file = parse("FROM x", "ARG A=1 B=${A}2", "ARG C=$B$B");
    Scope stage = Scope.global(file, Map.of(), "linux/amd64").stage();
    for (Instruction instruction : file.stages().getFirst().instructions()) {
      stage.declare((Instruction.Arg) instruction);
    }

    assertThat(stage.expand(HERE, "$C")).isEqualTo("1212");
  }

  @Test
  void the_environment_beats_arguments() throws Exception {
    Dockerfile file = parse("FROM x", "ARG A=1");
    Scope stage = Scope.global(file, Map.of(), "linux/amd64").stage();
    stage.set("A", "env");
    stage.declare((Instruction.Arg) file.stages().getFirst().instructions().getFirst());

    assertThat(stage.expand(HERE, "$A")).isEqualTo("env");
    assertThat(stage.hasEnv("A")).isTrue();
    assertThat(stage.declares("A")).isTrue();
  }

  @Test
  void a_text_is_filled_in_unless_its_name_is_quoted() throws Exception {
    Scope stage = global(Map.of(), "FROM x").stage();
    stage.set("A", "b");

    assertThat(stage.text(HERE, new Heredoc("E", "\t'$A'\n", true, true))).isEqualTo("'b'\n");
    assertThat(stage.text(HERE, new Heredoc("E", "\t'$A'\n", false, false))).isEqualTo("\t'$A'\n");
  }

  private static Scope global(Map<String, String> given, String... lines) throws Exception {
    return Scope.global(parse(lines), given, "linux/amd64");
  }

  private static Dockerfile parse(String... lines) throws DockerfileException {
    return Dockerfile.parse(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }
}
