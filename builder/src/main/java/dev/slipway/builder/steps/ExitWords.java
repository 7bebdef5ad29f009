package dev.slipway.builder.steps;

import dev.slipway.core.build.Failure.StepFailed;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says in words how the program of a container ended. What it wrote is not quoted: that may hold
 * secrets, which are masked in the log only.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html">exit
 *     status of commands in POSIX</a>
 */
final class ExitWords {
  private static final int MAY_NOT_RUN = 126;
  private static final int NOT_FOUND = 127;

  /** A shell adds the number of the signal that ended a command. */
  private static final int SIGNALED = 128;

  /** What SIGKILL leaves, whoever sent it. */
  static final int KILLED = SIGNALED + 9;

  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(5, "SIGTRAP"),
          Map.entry(6, "SIGABRT"),
          Map.entry(7, "SIGBUS"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, "SIGKILL"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(14, "SIGALRM"),
          Map.entry(15, "SIGTERM"),
          Map.entry(24, "SIGXCPU"),
          Map.entry(25, "SIGXFSZ"),
          Map.entry(31, "SIGSYS"));

  private ExitWords() {}

  /**
   * Why a step counts as failed whose container ended with that code.
   *
   * @param outOfMemory whether the kernel killed something in the container for lack of memory
   * @param memory how much it might use, in bytes; null where nobody limited it
   */
  static StepFailed failure(String step, int code, boolean outOfMemory, @Nullable Long memory) {
    return new StepFailed(
        step,
        "step " + step + " " + message(code, outOfMemory, memory),
        outOfMemory
            ? "give it more with `resources: { memory: ... }`, or have it use less"
            : hint(code));
  }

  /** How it ended, as it follows a name in a sentence. */
  static String message(int code, boolean outOfMemory, @Nullable Long memory) {
    if (outOfMemory) {
      return "ran out of memory"
          + (memory == null ? "" : ": it may use " + megabytes(memory))
          + " (exit code "
          + code
          + ")";
    }
    String signal = SIGNALS.get(code - SIGNALED);
    return switch (code) {
      case MAY_NOT_RUN -> "named a command that may not be executed (exit code 126)";
      case NOT_FOUND -> "named a command that its image does not have (exit code 127)";
      default ->
          signal == null
              ? "ended with exit code " + code
              : "was ended by signal " + signal + " (exit code " + code + ")";
    };
  }

  private static String hint(int code) {
    return switch (code) {
      case MAY_NOT_RUN ->
          "make the file executable (`git update-index --chmod=+x FILE`), or run it by its"
              + " interpreter";
      case NOT_FOUND ->
          "use an image that has it, install it in a command before, or correct its name";
      case KILLED ->
          "nobody here stopped it: mostly the engine's machine had no memory left; limit it with"
              + " `resources: { memory: ... }` to be sure";
      case SIGNALED + 4 ->
          "the program was compiled for another processor: use an image for the engine's";
      case SIGNALED + 6 -> "the program gave up on itself: its last lines in the log say why";
      case SIGNALED + 11 ->
          "the program touched memory that is not its own, which is a defect of it or of one of"
              + " its native libraries";
      default ->
          "its last lines in the log say why; run the same in the same image to see it again";
    };
  }

  private static String megabytes(long bytes) {
    return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MB" : bytes + " bytes";
  }
}
