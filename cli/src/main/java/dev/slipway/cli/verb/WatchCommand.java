package dev.slipway.cli.verb;

import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.BuildWatch;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follows a build and its deployments. */
@Command(
    name = "watch",
    description = {
      "Follows a build, and then its deployments until they are live or failed. On a terminal",
      "its steps are drawn as they go on; elsewhere its log and its steps are printed line by line.",
      "Exits by the result: 0 all is live, 1 something failed, 3 canceled or out of time."
    },
    footer = {"", "Example: slipway watch 'shop#12'"})
public final class WatchCommand extends Verb {
  @Parameters(
      arity = "0..1",
      paramLabel = "BUILD",
      defaultValue = "latest",
      description = "An id, REPO#NUMBER, or latest, which is meant when nothing is given.")
  String build = "";

  @Option(
      names = "--log",
      description =
          "Print the log above the steps; where there is no terminal it is printed anyway.")
  boolean log;

  public WatchCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    return new BuildWatch(api(), shell, json, log).watch(lookup().build(build));
  }
}
