package dev.slipway.cli.api;

import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;

/** The server did not answer, or not now; the same call may succeed in a moment. */
public final class Unreachable extends CommandFailed {
  private static final long serialVersionUID = 1L;

  public Unreachable(String message, String hint) {
    super(ExitCode.UNREACHABLE, message, hint);
  }
}
