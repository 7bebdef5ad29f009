package dev.slipway.server.pipeline;

import dev.slipway.cli.SlipwayCommands;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Runs the verbs as a process in a folder would, with what they read and write in memory. */
record Verbs(Path folder, boolean terminal, String input) {
  Ended run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            Shell.stream(out, false),
            Shell.stream(err, true),
            new Terminals(terminal, terminal, terminal),
            Map.of());
    int exit =
        new SlipwayCommands(shell)
            .with("validate", () -> new ValidateCommand(shell, folder))
            .with("docs", () -> new DocsCommand(shell))
            .execute(args);
    return new Ended(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  record Ended(int exit, String out, String err) {}
}
