package dev.slipway.cli.exit;

/** What the program tells its shell; scripts rely on the numbers. Ctrl-C is 130, by the JVM. */
public enum ExitCode {
  OK(0),
  /** The build or the deployment failed, or the server refused what was asked for. */
  FAILED(1),
  /** The command line, or a file, cannot be right. */
  USAGE(2),
  /** The build was canceled or ran out of time. */
  CANCELED(3),
  NOT_ALLOWED(4),
  NOT_FOUND(5),
  UNREACHABLE(6);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
