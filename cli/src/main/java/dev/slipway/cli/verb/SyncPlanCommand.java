package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.SyncFollower;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Sizes;
import dev.slipway.cli.terminal.Table;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What following a rule would do. */
@Command(
    name = "plan",
    description = {
      "Lists what following a rule would copy now, and how many bytes; nothing is changed.",
      "Ends with 1 where something cannot be, or must not be, as the rule says."
    },
    footer = {"", "Example: slipway sync plan redis"})
public final class SyncPlanCommand extends Verb {
  /** Two requests for each tag, at registries that may want to be asked slowly. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Parameters(paramLabel = "RULE", description = "As `slipway sync rules` lists it.")
  String rule = "";

  public SyncPlanCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode plan = api().get(Api.path("sync", "rules", rule, "plan"), PATIENCE);
    JsonNode problems = plan.path("problems");
    if (json) {
      printJson(plan);
    } else {
      print(plan);
    }
    shell.out().flush();
    SyncFollower.tellTrouble(shell, plan);
    return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private void print(JsonNode plan) {
    Table table = new Table("TAG", "DIGEST", "BEFORE");
    int changing = 0;
    for (JsonNode image : plan.path("items")) {
      if (image.path("changes").asBoolean()) {
        changing++;
        table.row(Json.text(image, "tag"), digest(image, "digest"), digest(image, "before"));
      }
    }
    table.print(shell);
    shell.out().flush();
    shell.say(
        changing == 0
            ? "Nothing is to be copied: all %d tags are as they should be."
                .formatted(plan.path("items").size())
            : "%d of %d tags would be copied, at most %s. Do it: slipway sync run %s"
                .formatted(
                    changing,
                    plan.path("items").size(),
                    Sizes.of(plan.path("bytes").asLong()),
                    rule));
  }

  /** Enough of it for a person to compare. */
  private String digest(JsonNode image, String field) {
    String digest = Json.text(image, field);
    return shell.forPerson() && digest.length() > 19 ? digest.substring(0, 19) : digest;
  }
}
