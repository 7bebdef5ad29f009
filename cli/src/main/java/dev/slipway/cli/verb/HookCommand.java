package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.hook.PostReceiveScript;
import dev.slipway.cli.terminal.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the script by which a plain git server tells Slipway of pushes. */
@Command(
    name = "hook",
    description = {
      "Prints the post-receive script for a repository on a plain git server.",
      "It holds a fresh webhook secret, which is set on the server; the one before stays valid",
      "until the next change, so that a push in between is not lost."
    },
    footer = {"", "Example: slipway hook acme/shop > /srv/shop.git/hooks/post-receive"})
public final class HookCommand extends Verb {
  private static final int SECRET_BYTES = 32;

  @Parameters(paramLabel = "REPO", description = "Name or id.")
  String repository = "";

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "Use the secret in this file (- is standard input) and change nothing.")
  @Nullable String secretFile;

  public HookCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode found = lookup().repository(repository);
    String name = Json.text(found, "name");
    String forge = Json.text(found, "forge");
    if (!forge.equals("git")) {
      throw CommandFailed.usage(
          "%s is a repository of %s, which sends webhooks itself".formatted(name, forge),
          "enter its webhook URL there: slipway repos show " + name);
    }
    String webhookUrl = Json.text(found, "webhook_url");
    String secret = secretFile == null ? freshSecret() : storedSecret(secretFile);
    // Written before anything is changed: a script that cannot be made costs no secret.
    String script = PostReceiveScript.of(name, webhookUrl, secret);
    if (secretFile == null) {
      setSecret(found, secret);
    }
    if (json) {
      printJson(
          Json.object()
              .put("repository", Json.text(found, "id"))
              .put("webhook_url", webhookUrl)
              .put("script", script));
    } else {
      shell.out().print(script);
    }
    shell.out().flush();
    tell(name);
    return ExitCode.OK;
  }

  private void setSecret(JsonNode found, String secret) {
    String path = Api.path("repositories", Json.text(found, "id"));
    api().put(path, Json.object().put("webhook_secret", secret));
  }

  private void tell(String name) {
    if (secretFile == null) {
      shell.say(
          "%s has a new webhook secret; the one before stays valid until the next change."
              .formatted(name));
    } else {
      shell.say("The script for %s signs with the secret that was given.".formatted(name));
    }
    shell.say("Keep the script as hooks/post-receive of the bare repository, mode 0700.");
  }

  private static String freshSecret() {
    byte[] bits = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  private String storedSecret(String file) {
    try {
      byte[] bytes =
          file.equals("-") ? shell.in().readAllBytes() : Files.readAllBytes(Path.of(file));
      // Editors end files with a line end that no secret has.
      String secret = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\r?\\n$", "");
      if (secret.isEmpty()) {
        throw CommandFailed.usage("there is no secret in " + file, "");
      }
      return secret;
    } catch (IOException e) {
      throw CommandFailed.usage("the secret cannot be read from " + e.getMessage(), "");
    }
  }
}
