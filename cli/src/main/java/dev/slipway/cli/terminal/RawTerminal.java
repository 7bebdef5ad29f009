package dev.slipway.cli.terminal;

import java.util.Optional;

/**
 * The terminal of this process, passing every key on as it is typed, Ctrl-C included, until it is
 * closed. Put back as it was also when the process is told to end.
 */
public final class RawTerminal implements AutoCloseable {
  private final String before;
  private final Thread atExit = new Thread(this::restore, "terminal");

  private RawTerminal(String before) {
    this.before = before;
  }

  /** Empty where there is no terminal, or no {@code stty} to change it by. */
  public static Optional<RawTerminal> open() {
    Optional<String> before = Stty.run("-g");
    if (before.isEmpty() || Stty.run("raw", "-echo").isEmpty()) {
      return Optional.empty();
    }
    RawTerminal terminal = new RawTerminal(before.get());
    Runtime.getRuntime().addShutdownHook(terminal.atExit);
    return Optional.of(terminal);
  }

  private void restore() {
    var _ = Stty.run(before);
  }

  @Override
  public void close() {
    restore();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
