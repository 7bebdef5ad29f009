package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.RetentionFollower;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Sizes;
import dev.slipway.cli.terminal.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carries rules of retention out, or says what that would remove. */
@Command(
    name = "prune",
    description = {
      "Removes the images that no rule keeps and nothing needs, and waits for it.",
      "Ends with 1 where something went wrong."
    },
    footer = {
      "",
      "Example: slipway images prune --dry-run",
      "Example: slipway images prune acme/shop"
    })
public final class ImagesPruneCommand extends Verb {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Parameters(
      paramLabel = "REPOSITORY",
      arity = "0..1",
      description = "Only this; without it, all that a rule holds for.")
  @Nullable String repository;

  @Option(names = "--dry-run", description = "Say what would go, and why the rest stays.")
  boolean dryRun;

  public ImagesPruneCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    return dryRun ? plan() : prune();
  }

  private ExitCode plan() {
    String query = repository == null ? "" : "?repository=" + Api.path(repository);
    JsonNode plan = api().get("retention/plan" + query, PATIENCE);
    if (json) {
      printJson(plan);
    } else {
      Table table = new Table("REPOSITORY", "IMAGE", "TAGS", "SIZE", "WHAT");
      for (JsonNode one : plan.path("repositories")) {
        for (JsonNode image : one.path("images")) {
          table.row(
              Json.text(one, "repository"),
              Json.text(image, "digest"),
              words(image.path("tags")),
              size(image.path("bytes").asLong()),
              image.path("goes").asBoolean() ? "goes" : "kept: " + Json.text(image, "because"));
        }
      }
      table.print(shell);
    }
    shell.out().flush();
    plan.path("problems").forEach(problem -> shell.say(problem.asText()));
    shell.say(Sizes.of(plan.path("bytes").asLong()) + " would be given back.");
    return plan.path("problems").isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private ExitCode prune() {
    ObjectNode body = Json.object();
    if (repository != null) {
      body.put("repository", repository);
    }
    JsonNode started = api().post("retention/runs", body);
    JsonNode run = new RetentionFollower(api(), shell).follow(Json.text(started, "id"));
    JsonNode result = run.path("result");
    if (json) {
      printJson(run);
    } else {
      Table table = new Table("REPOSITORY", "IMAGE", "TAGS", "WHAT");
      result
          .path("removed")
          .forEach(one ->
              table.row(
                  Json.text(one, "repository"),
                  Json.text(one, "digest"),
                  words(one.path("tags")),
                  "removed"));
      result
          .path("skipped")
          .forEach(one ->
              table.row(
                  Json.text(one, "repository"),
                  Json.text(one, "digest"),
                  "",
                  "skipped: " + Json.text(one, "because")));
      table.print(shell);
    }
    shell.out().flush();
    tell(result);
    return Json.text(run, "status").equals("succeeded") ? ExitCode.OK : ExitCode.FAILED;
  }

  private void tell(JsonNode result) {
    shell.say(
        "%d removed, %d kept, %s not needed any more."
            .formatted(
                result.path("removed_count").asInt(),
                result.path("kept").asInt(),
                Sizes.of(result.path("bytes").asLong())));
    JsonNode gc = result.path("gc");
    if (gc.isObject()) {
      shell.say(
          "The registry gave back %s in %d blobs; it took no pushes for %d ms."
              .formatted(
                  Sizes.of(gc.path("freed").asLong()),
                  gc.path("blobs").asInt(),
                  gc.path("read_only_millis").asLong()));
    }
    if (!Json.text(result, "note").isEmpty()) {
      shell.say(Json.text(result, "note"));
    }
    result.path("problems").forEach(problem -> shell.say(problem.asText()));
  }

  private String size(long bytes) {
    return shell.forPerson() ? Sizes.of(bytes) : Long.toString(bytes);
  }

  private static String words(JsonNode texts) {
    List<String> words = new ArrayList<>();
    texts.forEach(text -> words.add(text.asText()));
    return String.join(" ", words);
  }
}
