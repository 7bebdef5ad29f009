package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a rule. */
@Command(
    name = "add",
    description = {
      "Makes a rule that keeps a repository of a registry like another one.",
      "A tag has to satisfy all that is said; without --tags, --regex and --semver, all are meant."
    },
    footer = {
      "",
      "Example: slipway sync rules add redis --from docker.io/library/redis \\",
      "           --to registry.example.com/mirror/redis --tags '7.*' --schedule '0 3 * * *'"
    })
public final class SyncRulesAddCommand extends Verb {
  @Parameters(paramLabel = "NAME", description = "What it is called from then on.")
  String name = "";

  @Option(
      names = "--from",
      required = true,
      paramLabel = "HOST/PATH",
      description = "The repository that is right.")
  String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "HOST/PATH",
      description = "The one that is to be like it.")
  String to = "";

  @Option(
      names = "--tags",
      split = ",",
      paramLabel = "GLOB",
      description = "Tags, such as 'v1.*'; several with commas, or given several times.")
  List<String> tags = List.of();

  @Option(
      names = "--regex",
      paramLabel = "PATTERN",
      description = "A regular expression that matches the whole tag.")
  @Nullable String regex;

  @Option(
      names = "--semver",
      paramLabel = "RANGE",
      description = "A range of versions, such as '>=1.2 <3'.")
  @Nullable String semver;

  @Option(names = "--latest", paramLabel = "N", description = "Only the N highest versions.")
  @Nullable Integer latest;

  @Option(
      names = "--platforms",
      split = ",",
      paramLabel = "PLATFORM",
      description = "Only these, such as linux/amd64; makes another index with another digest.")
  List<String> platforms = List.of();

  @Option(
      names = "--no-referrers",
      description = "Leave signatures, SBOMs and attestations behind.")
  boolean withoutReferrers;

  @Option(
      names = "--backup",
      paramLabel = "TAG",
      description = "Keeps what a tag led to before, such as 'before-$${TAG}'.")
  @Nullable String backup;

  @Option(
      names = "--immutable",
      split = ",",
      paramLabel = "GLOB",
      description = "Tags that are never overwritten.")
  List<String> immutable = List.of();

  @Option(
      names = "--schedule",
      paramLabel = "CRON",
      description = "Five fields as in crontab; by hand unless given.")
  @Nullable String schedule;

  @Option(names = "--zone", paramLabel = "ZONE", description = "Of the schedule; UTC unless given.")
  @Nullable String zone;

  @Option(
      names = "--on-push",
      description = "Also whenever a build has pushed to the repository that is right.")
  boolean onPush;

  @Option(
      names = "--mirror",
      description = {
        "Builds that begin with an image of --from take the copy, made when it is missing.",
        "Then --from and --to may end in /*, which means all repositories that builds ask for."
      })
  boolean mirror;

  public SyncRulesAddCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode rule = api().post("sync/rules", body());
    if (json) {
      printJson(rule);
    } else {
      SyncRuleTable table = new SyncRuleTable();
      table.row(rule);
      table.print(shell);
    }
    shell.out().flush();
    shell.say("Next: slipway sync plan " + name);
    return ExitCode.OK;
  }

  private ObjectNode body() {
    ObjectNode body = Json.object().put("id", name).put("from", from).put("to", to);
    put(body, "tags", tags);
    Json.put(body, "regex", regex);
    Json.put(body, "semver", semver);
    if (latest != null) {
      body.put("latest", latest);
    }
    put(body, "platforms", platforms);
    if (withoutReferrers) {
      body.put("referrers", false);
    }
    Json.put(body, "backup", backup);
    put(body, "immutable", immutable);
    Json.put(body, "schedule", schedule);
    Json.put(body, "zone", zone);
    if (onPush) {
      body.put("on_push", true);
    }
    if (mirror) {
      body.put("mirror", true);
    }
    return body;
  }

  private static void put(ObjectNode body, String field, List<String> values) {
    if (!values.isEmpty()) {
      values.forEach(body.putArray(field)::add);
    }
  }
}
