package dev.slipway.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which of the program's three streams are a terminal. */
public record Terminals(boolean in, boolean out, boolean err) {
  public static final Terminals NONE = new Terminals(false, false, false);

  private static final Pattern DEVICE = Pattern.compile("/dev/(pts/.*|tty.*|console)");

  /**
   * Asks the system, stream by stream where it tells. The JDK's own answer covers standard input
   * and output together only.
   */
  public static Terminals ofThisProcess() {
    Path streams = Path.of("/proc/self/fd");
    if (Files.isDirectory(streams)) {
      return new Terminals(isDevice(streams, 0), isDevice(streams, 1), isDevice(streams, 2));
    }
    boolean both = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Terminals(both, both, both);
  }

  private static boolean isDevice(Path streams, int number) {
    try {
      Path target = Files.readSymbolicLink(streams.resolve(Integer.toString(number)));
      return DEVICE.matcher(target.toString()).matches();
    } catch (IOException _) {
      return false; // a closed stream is no terminal
    }
  }
}
