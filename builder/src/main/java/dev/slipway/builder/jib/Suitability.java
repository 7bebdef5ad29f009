package dev.slipway.builder.jib;

import dev.slipway.builder.dockerfile.Dockerfile;
import dev.slipway.builder.dockerfile.DockerfileException;
import dev.slipway.builder.dockerfile.Instruction;
import dev.slipway.builder.dockerfile.Scope;
import dev.slipway.builder.dockerfile.Stage;
import dev.slipway.core.pipeline.ImageBuild;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Whether a Dockerfile can be built without an engine, as far as the file itself tells. Only stages
 * that the wanted one is made of count.
 */
public sealed interface Suitability {

  /**
   * It can.
   *
   * @param stages that are needed, in their order, the wanted one last
   */
  record Buildable(Dockerfile file, Scope global, List<Stage> stages) implements Suitability {
    public Buildable {
      stages = List.copyOf(stages);
    }

    Stage target() {
      return stages.getLast();
    }
  }

  /**
   * It cannot, or not for sure.
   *
   * @param because one sentence without a full stop
   */
  record LeaveToEngine(String because) implements Suitability {}

  /**
   * Looks at it.
   *
   * @param platform of this machine, such as {@code linux/amd64}
   */
  static Suitability of(ImageBuild spec, byte[] dockerfile, String platform) {
    try {
      return new Check(spec, platform).look(Dockerfile.parse(dockerfile));
    } catch (DockerfileException e) {
      return new LeaveToEngine(UnsureException.of(e).because());
    } catch (UnsureException e) {
      return new LeaveToEngine(e.because());
    }
  }

  /** The look at one Dockerfile. */
  final class Check {
    private static final Pattern USUAL_FRONTEND =
        Pattern.compile("(?:docker\\.io/)?docker/dockerfile(?::1(?:\\.\\d+)*)?");
    private static final Pattern REMOTE =
        Pattern.compile("(?i)(?:https?|ftp|git|ssh)://.*|git@.*|.*\\.git(?:#.*)?|github\\.com/.*");
    private static final Set<String> COPY_FLAGS = Set.of("from", "chown", "chmod");

    private final ImageBuild spec;
    private final String platform;

    private Check(ImageBuild spec, String platform) {
      this.spec = spec;
      this.platform = platform;
    }

    private Suitability look(Dockerfile file) throws DockerfileException, UnsureException {
      String syntax = file.directives().syntax();
      if (syntax != null && !USUAL_FRONTEND.matcher(syntax).matches()) {
        throw new UnsureException("# syntax=" + syntax + " asks for a frontend of its own");
      }
      if (!spec.platforms().isEmpty() && !spec.platforms().equals(List.of(platform))) {
        throw new UnsureException(
            "an image for " + String.join(", ", spec.platforms()) + " needs an engine");
      }
      String wanted = spec.target();
      Stage target =
          file.target(wanted)
              .orElseThrow(() -> new UnsureException("there is no stage named " + wanted));
      Scope global = Scope.global(file, spec.args(), platform);
      Map<Integer, Stage> needed = new TreeMap<>();
      collect(file, global, target, needed);
      long named = needed.values().stream().filter(stage -> stage.name() != null).count();
      if (needed.values().stream().map(Stage::name).filter(Objects::nonNull).distinct().count()
          < named) {
        throw new UnsureException("two stages have the same name");
      }
      return new Buildable(file, global, List.copyOf(needed.values()));
    }

    private void collect(Dockerfile file, Scope global, Stage stage, Map<Integer, Stage> needed)
        throws DockerfileException, UnsureException {
      if (needed.putIfAbsent(stage.number(), stage) != null) {
        return;
      }
      checkFrom(global, stage.from());
      String base = global.expand(stage.from().place(), stage.from().image());
      var earlier =
          file.stageBefore(stage.number(), base).filter(s -> base.equalsIgnoreCase(s.name()));
      if (earlier.isPresent()) {
        collect(file, global, earlier.get(), needed);
      }
      for (Instruction instruction : stage.instructions()) {
        check(instruction);
        if (instruction instanceof Instruction.Copy copy && copy.flag("from") != null) {
          String from = String.valueOf(copy.flag("from"));
          var source = file.stageBefore(stage.number(), from);
          if (source.isEmpty()) {
            throw UnsureException.at(copy, "COPY --from=" + from + " is not an earlier stage");
          }
          collect(file, global, source.get(), needed);
        }
      }
    }

    private void checkFrom(Scope global, Instruction.From from)
        throws DockerfileException, UnsureException {
      String wanted =
          from.platform() == null ? platform : global.expand(from.place(), from.platform());
      if (!wanted.equals(platform)) {
        throw UnsureException.at(from, "FROM --platform=" + wanted + " needs an engine");
      }
    }

    private void check(Instruction instruction) throws UnsureException {
      switch (instruction) {
        case Instruction.Run run -> throw UnsureException.at(run, "RUN needs an engine");
        case Instruction.OnBuild onBuild ->
            throw UnsureException.at(onBuild, "ONBUILD is left to the engine");
        case Instruction.Copy copy -> checkCopy(copy);
        case Instruction.Cmd cmd when !cmd.command().files().isEmpty() ->
            throw UnsureException.at(cmd, "a here-document in CMD is left to the engine");
        default -> {
          // All others change the configuration alone, but for WORKDIR, which makes a folder.
        }
      }
    }

    private static void checkCopy(Instruction.Copy copy) throws UnsureException {
      for (Map.Entry<String, List<String>> flag : copy.flags().entrySet()) {
        boolean off = flag.getValue().equals(List.of("false"));
        if (!off && !COPY_FLAGS.contains(flag.getKey())) {
          throw UnsureException.at(
              copy, copy.keyword() + " --" + flag.getKey() + " is left to the engine");
        }
      }
      for (String source : copy.sources()) {
        if (copy.add() && REMOTE.matcher(source).matches()) {
          throw UnsureException.at(copy, "ADD of " + source + " is fetched by the engine");
        }
        if (source.indexOf('\\') >= 0) {
          throw UnsureException.at(copy, "a backslash in a path is left to the engine");
        }
      }
    }
  }
}
