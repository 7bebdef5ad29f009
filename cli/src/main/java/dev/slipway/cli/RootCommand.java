package dev.slipway.cli;

import dev.slipway.cli.exit.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program without a verb: says which verbs there are. */
@Command(
    name = "slipway",
    description = "Turns a git push into a running service.",
    synopsisSubcommandLabel = "VERB",
    versionProvider = Version.class,
    footer = {
      "",
      "Exit codes: 0 ok, 1 the build or deployment failed, 2 usage or invalid file,",
      "3 canceled or timed out, 4 not signed in or not allowed, 5 not found,",
      "6 server not reachable, 130 Ctrl-C.",
      "",
      "Example: slipway watch latest"
    })
final class RootCommand implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  // Set by picocli before it calls.
  @SuppressWarnings("NullAway.Init")
  @Spec
  CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.number();
  }
}
