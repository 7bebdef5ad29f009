package dev.slipway.cli.exit;

/** Ends a command with words for a person and an exit code for a script. */
public class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String hint;

  /**
   * @param message what happened, to which thing
   * @param hint what to do next; may be empty
   */
  public CommandFailed(ExitCode exitCode, String message, String hint) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  public static CommandFailed usage(String message, String hint) {
    return new CommandFailed(ExitCode.USAGE, message, hint);
  }

  public static CommandFailed notFound(String message, String hint) {
    return new CommandFailed(ExitCode.NOT_FOUND, message, hint);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** What was said, as the person reads it. */
  public String message() {
    return String.valueOf(getMessage());
  }

  public String hint() {
    return hint;
  }
}
