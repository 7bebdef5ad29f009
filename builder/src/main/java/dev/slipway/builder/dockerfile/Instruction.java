package dev.slipway.builder.dockerfile;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One instruction, with its words as they are written: variables are replaced where it is carried
 * out, since they depend on what came before.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/">the reference</a>
 */
public sealed interface Instruction {
  Place place();

  /** What it is called, in capitals. */
  String keyword();

  /**
   * Begins a stage.
   *
   * @param image its base, or the name of an earlier stage
   * @param platform null where it names none
   * @param name of the stage, in lower case; null where it has none
   */
  record From(Place place, String image, @Nullable String platform, @Nullable String name)
      implements Instruction {
    @Override
    public String keyword() {
      return "FROM";
    }
  }

  /** Several of {@code NAME} or {@code NAME=DEFAULT}. */
  record Arg(Place place, List<Variable> variables) implements Instruction {
    public Arg {
      variables = List.copyOf(variables);
    }

    @Override
    public String keyword() {
      return "ARG";
    }
  }

  record Env(Place place, List<Variable> variables) implements Instruction {
    public Env {
      variables = List.copyOf(variables);
    }

    @Override
    public String keyword() {
      return "ENV";
    }
  }

  record Label(Place place, List<Variable> labels) implements Instruction {
    public Label {
      labels = List.copyOf(labels);
    }

    @Override
    public String keyword() {
      return "LABEL";
    }
  }

  /**
   * COPY or ADD.
   *
   * @param add whether it is an ADD
   * @param flags by name, without the dashes; those without a value are {@code true}
   * @param sources paths, in their order
   * @param texts that become files
   */
  record Copy(
      Place place,
      boolean add,
      Map<String, List<String>> flags,
      List<String> sources,
      List<Heredoc> texts,
      String destination)
      implements Instruction {
    public Copy {
      flags = Map.copyOf(flags);
      sources = List.copyOf(sources);
      texts = List.copyOf(texts);
    }

    @Override
    public String keyword() {
      return add ? "ADD" : "COPY";
    }

    /** The value of a flag that is given at most once; null where it is not. */
    public @Nullable String flag(String name) {
      List<String> values = flags.get(name);
      return values == null ? null : values.getLast();
    }
  }

  record Run(Place place, Map<String, List<String>> flags, CommandLine command)
      implements Instruction {
    public Run {
      flags = Map.copyOf(flags);
    }

    @Override
    public String keyword() {
      return "RUN";
    }
  }

  record Cmd(Place place, CommandLine command) implements Instruction {
    @Override
    public String keyword() {
      return "CMD";
    }
  }

  record Entrypoint(Place place, CommandLine command) implements Instruction {
    @Override
    public String keyword() {
      return "ENTRYPOINT";
    }
  }

  record Shell(Place place, List<String> words) implements Instruction {
    public Shell {
      words = List.copyOf(words);
    }

    @Override
    public String keyword() {
      return "SHELL";
    }
  }

  record Workdir(Place place, String path) implements Instruction {
    @Override
    public String keyword() {
      return "WORKDIR";
    }
  }

  record User(Place place, String user) implements Instruction {
    @Override
    public String keyword() {
      return "USER";
    }
  }

  record Expose(Place place, List<String> ports) implements Instruction {
    public Expose {
      ports = List.copyOf(ports);
    }

    @Override
    public String keyword() {
      return "EXPOSE";
    }
  }

  record Volume(Place place, List<String> paths) implements Instruction {
    public Volume {
      paths = List.copyOf(paths);
    }

    @Override
    public String keyword() {
      return "VOLUME";
    }
  }

  record StopSignal(Place place, String signal) implements Instruction {
    @Override
    public String keyword() {
      return "STOPSIGNAL";
    }
  }

  /**
   * How to see whether a container is well.
   *
   * @param command null for NONE
   * @param interval in nanoseconds like the other times; 0 for the engine's default
   */
  record Healthcheck(
      Place place,
      @Nullable CommandLine command,
      long interval,
      long timeout,
      long startPeriod,
      long startInterval,
      int retries)
      implements Instruction {
    @Override
    public String keyword() {
      return "HEALTHCHECK";
    }
  }

  record Maintainer(Place place, String name) implements Instruction {
    @Override
    public String keyword() {
      return "MAINTAINER";
    }
  }

  /**
   * What images based on this one are to do first.
   *
   * @param trigger the instruction as it is written
   */
  record OnBuild(Place place, String trigger) implements Instruction {
    @Override
    public String keyword() {
      return "ONBUILD";
    }
  }

  /**
   * A name and what stands behind its {@code =}.
   *
   * @param value null where there is no {@code =}
   */
  record Variable(String name, @Nullable String value) {}
}
