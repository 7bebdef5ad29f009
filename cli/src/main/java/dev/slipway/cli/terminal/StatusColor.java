package dev.slipway.cli.terminal;

/** The colour in which a status is written: green is well, red is not, yellow is under way. */
final class StatusColor {
  private StatusColor() {}

  static String paint(String status) {
    int color =
        switch (status) {
          case "succeeded", "live" -> 32;
          case "failed", "rolled_back" -> 31;
          case "canceled", "skipped", "previous", "pruned" -> 90;
          default -> 33;
        };
    return "\u001b[" + color + "m" + status + "\u001b[0m";
  }
}
