package dev.slipway.cli.verb;

import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;

/** A verb whose exit code is one of the program's own. */
abstract class Verb extends ServerVerb {
  Verb(Shell shell) {
    super(shell);
  }

  abstract ExitCode run();

  @Override
  final int exitCode() {
    return run().number();
  }
}
