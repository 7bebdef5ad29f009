package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes the variables of a service. */
@Command(
    name = "env",
    description = {
      "Sets and removes variables of a service, without a build, and waits for the rollout.",
      "They come before those of the pipeline file. What nobody may read belongs into a secret,",
      "since everybody on the machine can read arguments: slipway secrets set"
    },
    footer = {
      "",
      "Example: slipway env shop LOG_LEVEL=debug --unset TRACE",
      "Example: slipway env shop --secret API_KEY=SHOP_API_KEY"
    })
public final class EnvCommand extends RolloutVerb {
  @Parameters(index = "0", paramLabel = "SERVICE", description = "Name, where unique, or id.")
  String service = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NAME=VALUE",
      description = "Variables to set.")
  List<String> values = new ArrayList<>();

  @Option(names = "--unset", paramLabel = "NAME", description = "A variable to remove.")
  List<String> unset = new ArrayList<>();

  @Option(
      names = "--secret",
      paramLabel = "NAME=SECRET",
      description = "A variable that gets the value of a secret.")
  List<String> secrets = new ArrayList<>();

  public EnvCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode env = Json.object();
    values.stream().map(EnvCommand::parse).forEach(it -> fresh(env, it).put(it.name(), it.text()));
    secrets.stream()
        .map(EnvCommand::parse)
        .forEach(it -> fresh(env, it).putObject(it.name()).put("from_secret", it.text()));
    unset.forEach(name -> fresh(env, new Assignment(name, "")).putNull(name));
    if (env.isEmpty()) {
      throw CommandFailed.usage(
          "no variable was named", "write NAME=VALUE, --unset NAME or --secret NAME=SECRET");
    }
    ObjectNode body = Json.object();
    body.set("env", env);
    return rollOut(lookup().service(service), "env", body, "Configuring");
  }

  private static ObjectNode fresh(ObjectNode env, Assignment assignment) {
    if (env.has(assignment.name())) {
      throw CommandFailed.usage(
          assignment.name() + " is named twice", "say once what becomes of it");
    }
    return env;
  }

  private static Assignment parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw CommandFailed.usage(
          "\"" + text + "\" sets no variable", "write its name, =, and what it is set to");
    }
    return new Assignment(text.substring(0, equals), text.substring(equals + 1));
  }

  private record Assignment(String name, String text) {}
}
