package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes or replaces a rule. */
@Command(
    name = "set",
    description = {
      "Says which images of a repository are kept: those that something here keeps, and those",
      "that a release, a container, an index or a signature needs. Replaces what was said before."
    },
    footer = {
      "",
      "Example: slipway images retention set acme/shop --newest 10 --younger-than 14d",
      "Example: slipway images retention set '*' --newest 5 --tags 'v*' --schedule '0 4 * * *'"
    })
public final class RetentionSetCommand extends Verb {
  @Parameters(
      paramLabel = "REPOSITORY",
      description = "As `slipway images` lists it; '*' for all that have no rule of their own.")
  String repository = "";

  @Option(names = "--newest", paramLabel = "N", description = "So many of the newest images.")
  @Nullable Integer newest;

  @Option(names = "--younger-than", paramLabel = "AGE", description = "Such as 30d or 12h.")
  @Nullable String youngerThan;

  @Option(
      names = "--deployed-within",
      paramLabel = "AGE",
      description = "Images that were deployed within that time.")
  @Nullable String deployedWithin;

  @Option(
      names = "--tags",
      split = ",",
      paramLabel = "GLOB",
      description = "Images with such a tag; several with commas, or given several times.")
  List<String> tags = List.of();

  @Option(names = "--no-gc", description = "Do not have the registry give the space back at once.")
  boolean withoutGc;

  @Option(
      names = "--schedule",
      paramLabel = "CRON",
      description = "Five fields as in crontab; by hand unless given.")
  @Nullable String schedule;

  @Option(names = "--zone", paramLabel = "ZONE", description = "Of the schedule; UTC unless given.")
  @Nullable String zone;

  public RetentionSetCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode rule = api().put(Api.path("retention", "rules", repository), body());
    if (json) {
      printJson(rule);
    } else {
      RetentionRuleTable table = new RetentionRuleTable();
      table.row(rule);
      table.print(shell);
    }
    shell.out().flush();
    String which = repository.equals("*") ? "" : " " + repository;
    shell.say("Next: slipway images prune --dry-run" + which);
    return ExitCode.OK;
  }

  private ObjectNode body() {
    ObjectNode body = Json.object();
    if (newest != null) {
      body.put("newest", newest);
    }
    Json.put(body, "younger_than", youngerThan);
    Json.put(body, "deployed_within", deployedWithin);
    if (!tags.isEmpty()) {
      tags.forEach(body.putArray("tags")::add);
    }
    body.put("gc", !withoutGc);
    Json.put(body, "schedule", schedule);
    Json.put(body, "zone", zone);
    return body;
  }
}
