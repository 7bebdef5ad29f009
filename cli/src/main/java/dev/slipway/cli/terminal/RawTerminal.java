package dev.slipway.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The terminal of this process, passing every key on as it is typed, Ctrl-C included, until it is
 * closed. Put back as it was also when the process is told to end.
 */
public final class RawTerminal implements AutoCloseable {
  private static final File DEVICE = new File("/dev/tty");
  private static final long PATIENCE_SECONDS = 5;

  private final String before;
  private final Thread atExit = new Thread(this::restore, "terminal");

  private RawTerminal(String before) {
    this.before = before;
  }

  /** Empty where there is no terminal, or no {@code stty} to change it by. */
  public static Optional<RawTerminal> open() {
    Optional<String> before = stty("-g");
    if (before.isEmpty() || stty("raw", "-echo").isEmpty()) {
      return Optional.empty();
    }
    RawTerminal terminal = new RawTerminal(before.get());
    Runtime.getRuntime().addShutdownHook(terminal.atExit);
    return Optional.of(terminal);
  }

  /** How large it is now; 80 by 24 where it does not say. */
  public Size size() {
    String[] words = stty("size").orElse("").split(" ", -1);
    boolean told =
        words.length == 2 && words[0].matches("[1-9]\\d*") && words[1].matches("[1-9]\\d*");
    return told ? new Size(Integer.parseInt(words[1]), Integer.parseInt(words[0])) : Size.USUAL;
  }

  private void restore() {
    var _ = stty(before);
  }

  @Override
  public void close() {
    restore();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private static Optional<String> stty(String... arguments) {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    try {
      Process stty =
          new ProcessBuilder(command)
              .redirectInput(DEVICE)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean done = stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && stty.exitValue() == 0;
      return done ? Optional.of(said.strip()) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Of a terminal, in characters. */
  public record Size(int columns, int rows) {
    static final Size USUAL = new Size(80, 24);
  }
}
