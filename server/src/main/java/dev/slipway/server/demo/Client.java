package dev.slipway.server.demo;

import dev.slipway.cli.SlipwayCommands;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Terminals;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs client commands the way a user does, against one server. */
final class Client {
  private final URI server;
  private final String token;
  private final Narrator narrator;

  Client(URI server, String token, Narrator narrator) {
    this.server = server;
    this.token = token;
    this.narrator = narrator;
  }

  /** What a command printed, and its exit code. */
  record Result(int exit, String out, String err) {}

  /** Runs and tells it. */
  Result run(String... arguments) {
    narrator.say("$ slipway " + String.join(" ", arguments));
    Result result = quietly(arguments);
    result.out().lines().forEach(line -> narrator.say("  " + line));
    result.err().lines().forEach(line -> narrator.say("  " + line));
    return result;
  }

  /** Runs without telling. */
  Result quietly(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            InputStream.nullInputStream(),
            Shell.stream(out, false),
            Shell.stream(err, true),
            new Terminals(false, false, false),
            Map.of("SLIPWAY_URL", server.toString(), "SLIPWAY_TOKEN", token));
    int exit = new SlipwayCommands(shell).execute(arguments);
    shell.out().flush();
    shell.err().flush();
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
