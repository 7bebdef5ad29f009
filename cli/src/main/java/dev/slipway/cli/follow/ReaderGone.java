package dev.slipway.cli.follow;

import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;

/** Whoever read the data has enough, as after {@code | head}: the command ends without a word. */
public final class ReaderGone extends CommandFailed {
  private static final long serialVersionUID = 1L;

  ReaderGone() {
    super(ExitCode.OK, "", "");
  }
}
