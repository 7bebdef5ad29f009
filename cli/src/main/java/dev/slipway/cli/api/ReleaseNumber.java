package dev.slipway.cli.api;

import dev.slipway.cli.exit.CommandFailed;

/** The number of a release, which people write {@code 3} or {@code v3}. */
public final class ReleaseNumber {
  private ReleaseNumber() {}

  public static int parse(String text) {
    if (!text.matches("v?[1-9][0-9]{0,8}")) {
      throw CommandFailed.usage(
          "\"" + text + "\" is no release", "write its number, such as 3 or v3");
    }
    return Integer.parseInt(text.startsWith("v") ? text.substring(1) : text);
  }
}
