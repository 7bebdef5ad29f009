package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.ContainerLog;
import dev.slipway.cli.follow.Patience;
import dev.slipway.cli.terminal.SafeText;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the containers of a service write. */
@Command(
    name = "logs",
    description = {
      "Prints the last lines of every container of a service, each after the container's id.",
      "With -f, also every new line, of containers that join too, until Ctrl-C."
    },
    footer = {"", "Example: slipway services logs shop -f"})
public final class ServiceLogsCommand extends Verb {
  /** So many characters tell one container from another. */
  static final int SHORT_ID = 12;

  @Parameters(paramLabel = "SERVICE", description = "Name, where unique, or id.")
  String service = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what they write from now on.")
  boolean follow;

  @Option(
      names = "--tail",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many lines of each container; ${DEFAULT-VALUE} unless given.")
  int tail;

  public ServiceLogsCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    if (tail < 0) {
      throw CommandFailed.usage("--tail is " + tail, "give a number from 0 on");
    }
    String path = Api.path("services", Json.text(lookup().service(service), "id"), "logs");
    ContainerLog log = new ContainerLog(api(), shell, Patience.usual(shell), this::print);
    if (follow) {
      log.follow(path, tail);
    } else {
      log.read(path, tail);
    }
    return ExitCode.OK;
  }

  private void print(JsonNode event) {
    if (json) {
      printJson(event);
      return;
    }
    String id = Json.text(event, "container");
    String line = Json.text(event, "line");
    shell.print(
        SafeText.plain(id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id)
            + "\t"
            + (shell.colors() ? SafeText.colored(line) : SafeText.plain(line)));
  }
}
