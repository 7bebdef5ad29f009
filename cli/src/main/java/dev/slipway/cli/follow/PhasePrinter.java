package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Times;
import java.util.HashSet;
import java.util.Set;

/** Writes each phase of a rollout to standard error as it begins and as it ends. */
final class PhasePrinter {
  private final Shell shell;
  private final Set<String> told = new HashSet<>();

  PhasePrinter(Shell shell) {
    this.shell = shell;
  }

  void take(JsonNode deployment) {
    int number = 0;
    for (JsonNode phase : deployment.path("phases")) {
      // A rollout that was taken over by another deployer goes through a phase again.
      String key = number++ + " ";
      String name = Json.text(phase, "name");
      if (told.add(key + "begun")) {
        shell.say("  %s ...".formatted(name));
      }
      String took = Times.between(Json.text(phase, "started_at"), Json.text(phase, "finished_at"));
      String detail = Json.text(phase, "detail");
      if (!took.isEmpty() && told.add(key + "ended")) {
        shell.say("  %s: %s%s".formatted(name, took, detail.isEmpty() ? "" : ", " + detail));
      }
    }
  }
}
