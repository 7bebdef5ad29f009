package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a registry. Its password is no argument, since everybody on the machine can read those. */
@Command(
    name = "add",
    description = {
      "Adds a registry, or changes what is said; what is left out stays as it is.",
      "With --username, the password or token is asked for without echo, or read from standard",
      "input. It is kept encrypted, used from then on, and never shown."
    },
    footer = {
      "",
      "Example: slipway registries add ghcr.io --username ada < TOKEN-FILE",
      "Example: slipway registries add registry.intern:5000 --ca ca.pem"
    })
public final class RegistriesAddCommand extends Verb {
  /** What the server takes at most, and more than any certificate has. */
  private static final int LONGEST = 64 * 1024;

  @Parameters(paramLabel = "HOST", description = "With its port; Docker Hub is docker.io.")
  String host = "";

  @Option(
      names = {"-u", "--username"},
      paramLabel = "NAME",
      description = "Who signs in; empty for nobody any more.")
  @Nullable String username;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Certificate of the authority of its own, in PEM form; empty for none.")
  @Nullable String authority;

  @Option(
      names = "--plain-http",
      negatable = true,
      description = "Speak to it without TLS, where the network is your own.")
  @Nullable Boolean plainHttp;

  public RegistriesAddCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode body = Json.object();
    if (authority != null) {
      body.put("ca", authority.isEmpty() ? "" : file(authority));
    }
    if (plainHttp != null) {
      body.put("plain_http", plainHttp.booleanValue());
    }
    if (username != null) {
      body.put("username", username);
      if (!username.isEmpty()) {
        body.put("password", password());
      }
    }
    JsonNode registry = api().put(Api.path("registries", host), body);
    if (json) {
      printJson(registry);
    } else {
      new RegistryTable(this).row(registry).print();
    }
    shell.out().flush();
    shell.say("Next: slipway registries test " + Json.text(registry, "host"));
    return ExitCode.OK;
  }

  private String password() {
    String given =
        shell.terminals().in()
            ? shell.secret("Password or token of " + username + " at " + host)
            : input();
    if (given.isEmpty()) {
      throw CommandFailed.usage("no password was given", "send it by standard input: ... < FILE");
    }
    return given;
  }

  /** All of it, since keys of cloud providers have many lines; not the line break at its end. */
  private String input() {
    try {
      String text = new String(shell.in().readNBytes(LONGEST), StandardCharsets.UTF_8);
      return text.replaceFirst("\r?\n\\z", "");
    } catch (IOException e) {
      throw CommandFailed.usage("standard input cannot be read: " + e.getMessage(), "");
    }
  }

  private static String file(String name) {
    try {
      return Files.readString(Path.of(name));
    } catch (NoSuchFileException | InvalidPathException _) {
      throw CommandFailed.usage("there is no file " + name, "check the path");
    } catch (IOException e) {
      throw CommandFailed.usage("%s cannot be read: %s".formatted(name, e.getMessage()), "");
    }
  }
}
