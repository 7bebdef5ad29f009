package dev.slipway.cli;

import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells failures to the person in words, and to the shell as exit codes. */
final class Failures {
  private final Shell shell;

  Failures(Shell shell) {
    this.shell = shell;
  }

  /** Of a command that ran. */
  int ofExecution(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof CommandFailed failed) {
      if (!failed.message().isEmpty()) {
        shell.say("slipway: " + failed.message());
      }
      if (!failed.hint().isEmpty()) {
        shell.say(failed.hint());
      }
      return failed.exitCode().number();
    }
    shell.say("slipway: a fault in Slipway itself; please report it with what follows:");
    failure.printStackTrace(shell.err());
    return ExitCode.FAILED.number();
  }

  /** Of a command line that cannot be understood. */
  int ofUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    shell.say("slipway: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, command.getErr());
    shell.say("Run '%s --help'.".formatted(command.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE.number();
  }
}
