package dev.slipway.server.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How much of a step's log the engine's BuildKit lets through: 2 MB in all and 200 kB each second,
 * unless the engine's environment says otherwise.
 */
final class BuildKitLogs {
  private static final List<String> VARIABLES =
      List.of("BUILDKIT_STEP_LOG_MAX_SIZE", "BUILDKIT_STEP_LOG_MAX_SPEED");

  /** Bytes; no build that anybody reads says more. */
  private static final long ENOUGH = 100_000_000;

  private static final String SUBJECT = "build logs";
  private static final String NEXT =
      "restart the engine with %s in its environment (`systemctl edit docker`)"
          .formatted(
              VARIABLES.stream()
                  .map(name -> name + "=1073741824")
                  .collect(Collectors.joining(" and ")));

  private BuildKitLogs() {}

  /** Looks into the engine's process; empty where this user may not. */
  static Optional<Finding> look() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/dockerd"))
        .flatMap(process -> environment(process.pid()).stream())
        .findFirst()
        .map(BuildKitLogs::judge);
  }

  static Finding judge(Map<String, String> environment) {
    List<String> troubles = new ArrayList<>();
    for (String name : VARIABLES) {
      String value = environment.get(name);
      if (value == null) {
        troubles.add(name + " is not set: long logs lose their end");
      } else if (value.startsWith("-")) {
        troubles.add(name + " is " + value + ": Docker 20.10 then lets nothing through");
      } else if (!isEnough(value)) {
        troubles.add(name + " is " + value + ": long logs lose their end");
      }
    }
    return troubles.isEmpty()
        ? Finding.well(SUBJECT, "the engine lets whole logs through")
        : Finding.wrong(SUBJECT, String.join(", ", troubles), NEXT);
  }

  private static boolean isEnough(String value) {
    return value.matches("\\d{1,18}") && Long.parseLong(value) >= ENOUGH;
  }

  private static Optional<Map<String, String>> environment(long pid) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
      return Optional.of(
          Arrays.stream(new String(bytes, StandardCharsets.UTF_8).split("\0"))
              .filter(entry -> entry.contains("="))
              .collect(
                  Collectors.toMap(
                      entry -> entry.substring(0, entry.indexOf('=')),
                      entry -> entry.substring(entry.indexOf('=') + 1),
                      (first, _) -> first)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
