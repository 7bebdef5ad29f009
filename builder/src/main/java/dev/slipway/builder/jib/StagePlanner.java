package dev.slipway.builder.jib;

import dev.slipway.builder.dockerfile.DockerfileException;
import dev.slipway.builder.dockerfile.Instruction;
import dev.slipway.builder.dockerfile.Instruction.Variable;
import dev.slipway.builder.dockerfile.Scope;
import dev.slipway.builder.jib.ImagePlan.LayerPlan;
import dev.slipway.builder.jib.Node.Owner;
import dev.slipway.core.build.BuildFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Carries out the instructions of one stage, all but writing its layers. Used by one thread. */
final class StagePlanner {
  private final Scope scope;
  private final ImagePlan base;
  private final StepNames names;
  private final FileCopies copies;
  private final Accounts accounts;
  private final List<LayerPlan> layers = new ArrayList<>();

  /**
   * Begins a stage.
   *
   * @param base what it goes on from, which is changed
   */
  StagePlanner(Scope scope, ImagePlan base, StepNames names, FileCopies copies, Accounts accounts) {
    this.scope = scope;
    this.base = base;
    this.names = names;
    this.copies = copies;
    this.accounts = accounts;
    base.config().env().forEach(scope::set);
  }

  ImagePlan carryOut(List<Instruction> instructions)
      throws DockerfileException, UnsureException, BuildFailedException, IOException {
    for (Instruction instruction : instructions) {
      int count =
          switch (instruction) {
            case Instruction.Copy copy -> copy(copy);
            case Instruction.Workdir workdir -> workdir(workdir);
            default -> {
              configure(instruction);
              yield 0;
            }
          };
      base.config().addHistory(instruction.place().text(), count);
    }
    return base.with(layers);
  }

  private int copy(Instruction.Copy copy)
      throws DockerfileException, UnsureException, BuildFailedException, IOException {
    String chown = copy.flag("chown");
    Owner owner =
        chown == null ? null : accounts.owner(copy, base.tree(), scope.expand(copy.place(), chown));
    String step = names.of(copy);
    copies.carryOut(copy, scope, base, owner, step);
    return addLayer(step);
  }

  private int workdir(Instruction.Workdir workdir) throws DockerfileException, UnsureException {
    String path = scope.expand(workdir.place(), workdir.path());
    String joined = path.startsWith("/") ? path : base.config().workingDir() + "/" + path;
    String clean = FileTree.clean(joined);
    base.config().setWorkingDir("/" + clean);
    String user = base.config().user();
    String place = base.tree().resolve(clean);
    if (base.tree().at(place) == null) {
      Owner owner = user.isEmpty() ? Owner.ROOT : accounts.owner(workdir, base.tree(), user);
      base.tree().makeFolders(place, owner);
    }
    return addLayer(names.of(workdir));
  }

  /** Where nothing was changed there is no layer; the engine makes an empty one or none. */
  private int addLayer(String step) {
    LayerPlan layer = new LayerPlan(step, base.tree().takeChanges());
    if (layer.entries().isEmpty()) {
      return 0;
    }
    List<LayerPlan> parts = LayerParts.of(layer);
    layers.addAll(parts);
    return parts.size();
  }

  private void configure(Instruction instruction) throws DockerfileException, UnsureException {
    ImageConfig config = base.config();
    switch (instruction) {
      case Instruction.Env env -> {
        // All values of one ENV are worked out before the first of them counts.
        List<Variable> values = new ArrayList<>();
        for (Variable variable : env.variables()) {
          values.add(expanded(env, variable));
        }
        for (Variable variable : values) {
          config.setEnv(variable.name(), String.valueOf(variable.value()));
          scope.set(variable.name(), String.valueOf(variable.value()));
        }
      }
      case Instruction.Label label -> {
        for (Variable variable : label.labels()) {
          Variable expanded = expanded(label, variable);
          config.setLabel(expanded.name(), String.valueOf(expanded.value()));
        }
      }
      case Instruction.Arg arg -> declare(arg);
      case Instruction.User user -> config.setUser(scope.expand(user.place(), user.user()));
      case Instruction.Expose expose -> {
        for (String port : expose.ports()) {
          for (String word : scope.words(expose.place(), port)) {
            Ports.of(expose, word).forEach(config::expose);
          }
        }
      }
      case Instruction.Volume volume -> {
        for (String path : volume.paths()) {
          config.addVolume(scope.expand(volume.place(), path));
        }
      }
      case Instruction.StopSignal signal ->
          config.setStopSignal(
              Signals.checked(signal, scope.expand(signal.place(), signal.signal())));
      case Instruction.Cmd cmd -> config.setCommand(cmd.command());
      case Instruction.Entrypoint entrypoint -> config.setEntrypoint(entrypoint.command());
      case Instruction.Healthcheck check -> config.setHealthcheck(check);
      case Instruction.Shell shell -> config.setShell(shell.words());
      case Instruction.Maintainer maintainer -> config.setAuthor(maintainer.name());
      case Instruction.Copy _,
          Instruction.Workdir _,
          Instruction.From _,
          Instruction.Run _,
          Instruction.OnBuild _ ->
          throw UnsureException.at(instruction, instruction.keyword() + " is out of place");
    }
  }

  /** BuildKit's versions differ in what counts when a name is declared again. */
  private void declare(Instruction.Arg arg) throws DockerfileException, UnsureException {
    for (Variable variable : arg.variables()) {
      if (scope.hasEnv(variable.name()) || scope.declares(variable.name())) {
        throw UnsureException.at(
            arg, "ARG " + variable.name() + " has a value already, from ENV or another ARG");
      }
    }
    scope.declare(arg);
  }

  private Variable expanded(Instruction at, Variable variable) throws DockerfileException {
    return new Variable(
        scope.expand(at.place(), variable.name()),
        scope.expand(at.place(), String.valueOf(variable.value())));
  }
}
