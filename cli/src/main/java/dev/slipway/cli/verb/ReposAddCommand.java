package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a repository known, and says what to enter at its forge. */
@Command(
    name = "add",
    description = "Adds a repository; prints the URL and, once, the secret of its webhook.",
    footer = {
      "",
      "Example: slipway repos add acme/shop --forge git --clone-url ssh://git@host/srv/shop.git"
    })
public final class ReposAddCommand extends Verb {
  @Parameters(paramLabel = "OWNER/NAME", description = "As the forge calls it.")
  String name = "";

  @Option(
      names = "--forge",
      required = true,
      paramLabel = "FORGE",
      description =
          "Who sends the webhooks: github, gitlab, bitbucket, ..., or git for a plain server.")
  String forge = "";

  @Option(
      names = "--clone-url",
      required = true,
      paramLabel = "URL",
      description = "Where Slipway fetches from: http, https or ssh.")
  String cloneUrl = "";

  @Option(
      names = "--default-branch",
      paramLabel = "BRANCH",
      description = "The branch that is deployed; main unless given.")
  @Nullable String defaultBranch;

  @Option(
      names = "--clone-token-stdin",
      description = "Read a token for cloning from standard input.")
  boolean cloneTokenFromInput;

  public ReposAddCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode body = Json.object();
    body.put("name", name);
    body.put("forge", forge.toLowerCase(Locale.ROOT).replace('-', '_'));
    body.put("clone_url", cloneUrl);
    if (defaultBranch != null) {
      body.put("default_branch", defaultBranch);
    }
    if (cloneTokenFromInput) {
      String cloneToken = shell.secret("Token for cloning " + name);
      if (cloneToken.isEmpty()) {
        throw CommandFailed.usage("no token came by standard input", "... < FILE");
      }
      body.put("clone_token", cloneToken);
    }
    JsonNode added = api().post("repositories", body);
    if (json) {
      printJson(added);
    } else {
      RepositoryText.print(shell, added);
    }
    shell.out().flush();
    tellNext(added);
    return ExitCode.OK;
  }

  private void tellNext(JsonNode added) {
    if (Json.text(added, "forge").equals("git")) {
      shell.say("Next, for the bare repository on the git server:");
      shell.say(
          "  (umask 077; slipway hook %s > REPOSITORY.git/hooks/post-receive)".formatted(name));
      shell.say("  chmod 700 REPOSITORY.git/hooks/post-receive");
      return;
    }
    shell.say("Next, enter webhook_url and webhook_secret as a webhook of the repository:");
    shell.say("content type application/json, push events. The secret is not shown again.");
  }
}
