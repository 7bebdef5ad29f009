package dev.slipway.cli.verb;

import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.follow.RemoteCommand;
import dev.slipway.cli.terminal.RawTerminal;
import dev.slipway.cli.terminal.Shell;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command in a running container. */
@Command(
    name = "exec",
    description = {
      "Runs a command in a container of a service, and exits as it does.",
      "From a terminal it gets one too; otherwise its input and outputs are passed on as they are."
    },
    footer = {"", "Example: slipway exec shop -- sh"})
public final class ExecCommand extends ServerVerb {
  @Parameters(index = "0", paramLabel = "SERVICE", description = "Name, where unique, or id.")
  String service = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments, behind a --.")
  List<String> command = List.of();

  @Option(
      names = "--container",
      paramLabel = "ID",
      description = "Its id, or how that begins; any that is live unless given.")
  @Nullable String container;

  @Option(names = "--no-tty", description = "Pipes, also from a terminal.")
  boolean noTty;

  public ExecCommand(Shell shell) {
    super(shell);
  }

  @Override
  int exitCode() {
    String path = Api.path("services", Json.text(lookup().service(service), "id"), "exec");
    String query = container == null ? "" : "?container=" + Api.path(container);
    boolean person = shell.terminals().in() && shell.terminals().out() && !noTty;
    try (RawTerminal terminal = person ? RawTerminal.open().orElse(null) : null) {
      return new RemoteCommand(shell, terminal).run(api(), path + query, command);
    }
  }
}
