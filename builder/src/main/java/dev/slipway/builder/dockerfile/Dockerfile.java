package dev.slipway.builder.dockerfile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Dockerfile says.
 *
 * @param directives what its first comments set
 * @param globals the ARGs before the first FROM
 * @param stages at least one
 */
public record Dockerfile(Directives directives, List<Instruction.Arg> globals, List<Stage> stages) {
  public Dockerfile {
    globals = List.copyOf(globals);
    stages = List.copyOf(stages);
  }

  /**
   * Reads one.
   *
   * @throws DockerfileException when BuildKit would refuse it too
   */
  public static Dockerfile parse(byte[] bytes) throws DockerfileException {
    SourceLines source = new SourceLines(new String(bytes, StandardCharsets.UTF_8));
    List<Instruction.Arg> globals = new ArrayList<>();
    List<Instruction.From> begins = new ArrayList<>();
    List<List<Instruction>> bodies = new ArrayList<>();
    for (var next = source.next(); next.isPresent(); next = source.next()) {
      Instruction instruction = new InstructionReader(source.directives(), next.get()).read();
      if (instruction instanceof Instruction.From from) {
        begins.add(from);
        bodies.add(new ArrayList<>());
      } else if (!bodies.isEmpty()) {
        bodies.getLast().add(instruction);
      } else if (instruction instanceof Instruction.Arg arg) {
        globals.add(arg);
      } else {
        throw instruction
            .place()
            .error("no build stage in current context", "begin with FROM and a base image");
      }
    }
    if (begins.isEmpty()) {
      throw new DockerfileException(
          0, "file with no instructions", "begin it with FROM and a base image");
    }
    List<Stage> stages = new ArrayList<>();
    for (Instruction.From from : begins) {
      int number = stages.size();
      stages.add(new Stage(number, from.name(), from, bodies.get(number)));
    }
    return new Dockerfile(source.directives(), globals, stages);
  }

  /**
   * The stage to build.
   *
   * @param name or number; null for the last
   */
  public Optional<Stage> target(@Nullable String name) {
    return name == null ? Optional.of(stages.getLast()) : stageBefore(stages.size(), name);
  }

  /** The last stage of that name, or of that number, before the one with {@code number}. */
  public Optional<Stage> stageBefore(int number, String name) {
    return stages.subList(0, number).reversed().stream()
        .filter(stage -> stage.isCalled(name))
        .findFirst();
  }
}
