package dev.slipway.cli;

import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs commands as a process would, with what they read and write in memory. */
final class Run {
  static final Terminals PERSON = new Terminals(true, true, true);

  private final Map<String, String> environment = new HashMap<>();
  private Terminals terminals = Terminals.NONE;
  private String input = "";

  Run(Path home) {
    environment.put("XDG_CONFIG_HOME", home.toString());
  }

  Run with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Run at(Terminals where) {
    terminals = where;
    return this;
  }

  Run input(String text) {
    input = text;
    return this;
  }

  Ended of(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            Shell.stream(out, false),
            Shell.stream(err, true),
            terminals,
            environment);
    int exitCode = new SlipwayCommands(shell).execute(args);
    return new Ended(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  record Ended(int exitCode, String out, String err) {}
}
