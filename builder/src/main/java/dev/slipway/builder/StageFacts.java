package dev.slipway.builder;

import dev.slipway.builder.dockerfile.Dockerfile;
import dev.slipway.builder.dockerfile.DockerfileException;
import dev.slipway.builder.dockerfile.Instruction;
import dev.slipway.builder.dockerfile.Scope;
import dev.slipway.builder.dockerfile.Stage;
import dev.slipway.core.build.Inspection.DockerfileFound;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the last stage of a Dockerfile says of ports and health, with the stages that it begins
 * with. An argument that somebody has to give is not known, and neither is a port that needs it.
 *
 * @param ports in their order
 * @param problem why it cannot be read; empty when it can
 */
record StageFacts(List<Integer> ports, boolean healthcheck, String problem) {
  private static final Pattern PORT =
      Pattern.compile("(\\d{1,5})(?:-\\d{1,5})?(?:/tcp)?", Pattern.CASE_INSENSITIVE);
  private static final int LAST_PORT = 65_535;
  private static final String USUAL_PLATFORM = "linux/amd64";

  static StageFacts of(byte[] dockerfile) {
    try {
      Dockerfile file = Dockerfile.parse(dockerfile);
      Gathered gathered = new Gathered();
      gather(file, file.stages().getLast(), gathered);
      return new StageFacts(List.copyOf(gathered.ports), gathered.healthcheck, "");
    } catch (DockerfileException e) {
      String place = e.line() == 0 ? "" : "line " + e.line() + ": ";
      return new StageFacts(List.of(), false, place + e.getMessage());
    }
  }

  /** As it was found at a path. */
  DockerfileFound in(String path) {
    return new DockerfileFound(path, ports, healthcheck, problem);
  }

  private static void gather(Dockerfile file, Stage stage, Gathered gathered)
      throws DockerfileException {
    Optional<Stage> base = file.stageBefore(stage.number(), stage.from().image());
    if (base.isPresent()) {
      gather(file, base.get(), gathered);
    }
    Scope scope = Scope.global(file, Map.of(), USUAL_PLATFORM).stage();
    for (Instruction instruction : stage.instructions()) {
      switch (instruction) {
        case Instruction.Arg arg -> scope.declare(arg);
        case Instruction.Env env -> {
          for (Instruction.Variable variable : env.variables()) {
            String value = String.valueOf(variable.value());
            scope.set(variable.name(), scope.expand(env.place(), value));
          }
        }
        case Instruction.Expose expose -> {
          for (String port : expose.ports()) {
            scope.words(expose.place(), port).forEach(gathered::expose);
          }
        }
        case Instruction.Healthcheck check -> gathered.healthcheck = check.command() != null;
        case Instruction _ -> {
          // Says nothing of ports or health.
        }
      }
    }
  }

  /** What was found so far. */
  private static final class Gathered {
    private final Set<Integer> ports = new LinkedHashSet<>();
    private boolean healthcheck;

    void expose(String word) {
      Matcher port = PORT.matcher(word);
      if (port.matches()) {
        int number = Integer.parseInt(port.group(1));
        if (number > 0 && number <= LAST_PORT) {
          ports.add(number);
        }
      }
    }
  }
}
