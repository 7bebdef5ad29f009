package dev.slipway.server.demo;

import dev.slipway.cli.SlipwayCommands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

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
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commands = SlipwayCommands.commandLine();
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", server.toString(), "--token", token));
    int exit = commands.execute(all.toArray(String[]::new));
    return new Result(exit, out.toString(), err.toString());
  }
}
