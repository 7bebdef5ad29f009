package dev.slipway.builder.jib;

import dev.slipway.builder.dockerfile.Instruction;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which words STOPSIGNAL may have. */
final class Signals {
  private static final Pattern NUMBER = Pattern.compile("[1-9]|[1-5][0-9]|6[0-4]");
  private static final Set<String> NAMES =
      Set.of("HUP", "INT", "QUIT", "ABRT", "KILL", "USR1", "USR2", "TERM", "WINCH", "RTMIN+3");

  private Signals() {}

  static String checked(Instruction.StopSignal at, String signal) throws UnsureException {
    String name = signal.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    if (!NUMBER.matcher(signal).matches() && !NAMES.contains(name)) {
      throw UnsureException.at(at, "STOPSIGNAL " + signal + " is not a signal that Slipway knows");
    }
    return signal;
  }
}
