package dev.slipway.cli.api;

import dev.slipway.cli.exit.CommandFailed;

/** How a person names a build: {@code latest}, {@code shop#12}, or its id. */
public sealed interface BuildName {
  record Latest() implements BuildName {}

  record ByNumber(String repository, long number) implements BuildName {}

  record ById(String id) implements BuildName {}

  /** Reads a name; fails where it looks like a number but is none. */
  static BuildName parse(String text) {
    if (text.equals("latest")) {
      return new Latest();
    }
    int hash = text.lastIndexOf('#');
    if (hash < 0) {
      return new ById(text);
    }
    String digits = text.substring(hash + 1);
    if (hash == 0 || !digits.matches("[1-9][0-9]{0,17}")) {
      throw CommandFailed.usage(
          "\"" + text + "\" names no build",
          "write REPOSITORY#NUMBER such as shop#12, an id, or latest");
    }
    return new ByNumber(text.substring(0, hash), Long.parseLong(digits));
  }
}
