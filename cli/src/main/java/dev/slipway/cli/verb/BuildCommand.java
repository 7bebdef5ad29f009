package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.BuildOutcome;
import dev.slipway.cli.follow.BuildWatch;
import dev.slipway.cli.terminal.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a build by hand. */
@Command(
    name = "build",
    description = "Builds a branch, a tag or a commit; the default branch unless given.",
    footer = {"", "Example: slipway build acme/shop --ref release/2.x --watch"})
public final class BuildCommand extends Verb {
  @Parameters(paramLabel = "REPO", description = "Name or id.")
  String repository = "";

  @ArgGroup(exclusive = true)
  Version version = new Version();

  @Option(names = "--watch", description = "Follow it to the end; exit by its result.")
  boolean watch;

  public BuildCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode found = lookup().repository(repository);
    ObjectNode body = Json.object();
    if (version.sha != null) {
      body.put("sha", version.sha);
    } else {
      body.put("ref", version.ref == null ? Json.text(found, "default_branch") : version.ref);
    }
    JsonNode build = api().post(Api.path("repositories", Json.text(found, "id"), "builds"), body);
    if (watch) {
      return new BuildWatch(api(), shell, json, false).watch(build);
    }
    if (json) {
      printJson(build);
    } else {
      new BuildTable(this).row(build).print();
    }
    shell.out().flush();
    shell.say("Build started; follow it: slipway watch '%s'".formatted(BuildOutcome.name(build)));
    return ExitCode.OK;
  }

  /** What is to be built. */
  static final class Version {
    @Option(
        names = "--ref",
        paramLabel = "REF",
        description = "A branch, or a full name such as refs/tags/v1.")
    @Nullable String ref;

    @Option(names = "--sha", paramLabel = "SHA", description = "A commit, by its full name.")
    @Nullable String sha;
  }
}
