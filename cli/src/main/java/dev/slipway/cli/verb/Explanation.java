package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.BuildOutcome;
import dev.slipway.cli.terminal.Paragraph;
import java.util.ArrayList;
import java.util.List;

/** Says in words what became, or would become, of a delivery; on a page that is 80 columns wide. */
final class Explanation {
  private static final int SHORT_SHA = 7;

  /** Where the details begin: behind the answer and the longest name of a rule. */
  private static final int DETAILS = 27;

  private final Verb verb;

  Explanation(Verb verb) {
    this.verb = verb;
  }

  /** Proof, changes with every rule's answer, and builds. */
  void ofDelivery(JsonNode delivery) {
    line("", Json.text(delivery, "id"), delivery(delivery));
    line("  ", "proof", Json.text(delivery, "proof"));
    if (delivery.hasNonNull("replay_of")) {
      line("  ", "replay of", Json.text(delivery, "replay_of"));
    }
    if (delivery.path("changes").isEmpty()) {
      line("  ", "nothing to build", Json.text(delivery, "note"));
    }
    for (JsonNode change : delivery.path("changes")) {
      change(change);
      line("  ", "", result(change));
    }
  }

  /** What each change would become. */
  void ofSimulation(JsonNode simulation) {
    if (simulation.path("changes").isEmpty()) {
      verb.shell.print("The delivery names no branch, tag or pull request that it changed.");
    }
    for (JsonNode change : simulation.path("changes")) {
      change(change);
      JsonNode verdict = change.path("verdict");
      line("  ", "", "-> " + Json.text(verdict, "kind") + ": " + Json.text(verdict, "because"));
      items("images", verdict);
      items("services", verdict);
      for (JsonNode problem : verdict.path("problems")) {
        line("     ", "", problem(problem));
      }
    }
  }

  private String delivery(JsonNode delivery) {
    return "%s from %s for %s, %s"
        .formatted(
            Json.text(delivery, "event"),
            Json.text(delivery, "forge"),
            Json.text(delivery, "repository"),
            verb.when(delivery, "received_at"));
  }

  private void change(JsonNode change) {
    List<String> about = new ArrayList<>();
    about.add(Json.text(change, "ref"));
    String sha = Json.text(change, "sha");
    about.add(sha.substring(0, Math.min(SHORT_SHA, sha.length())));
    if (change.hasNonNull("pr_number")) {
      about.add("#" + Json.text(change, "pr_number"));
      about.add(change.path("from_fork").asBoolean() ? "from a fork" : "");
    }
    String author = Json.text(change, "author");
    about.add(author.isEmpty() ? "" : "by " + author);
    about.removeIf(String::isEmpty);
    verb.shell.print("");
    line("", Json.text(change, "kind"), String.join(" ", about));
    String title =
        change.hasNonNull("title") ? Json.text(change, "title") : Json.text(change, "message");
    if (!title.isEmpty()) {
      line("  ", "", title.lines().findFirst().orElse(""));
    }
    for (JsonNode rule : change.path("rules")) {
      String answer = rule.path("passed").asBoolean() ? "yes" : "NO ";
      String name = "  " + answer + "  " + Json.text(rule, "rule");
      new Paragraph(name, DETAILS).print(verb.shell, Json.text(rule, "detail"));
    }
  }

  private String result(JsonNode change) {
    String id = Json.text(change, "build_id");
    String reason = Json.text(change, "reason");
    return id.isEmpty()
        ? "-> ignored by the rule %s: %s".formatted(Json.text(change, "rule"), reason)
        : "-> build %s%s: %s".formatted(id, build(id), reason);
  }

  /** How the build stands; empty when it is not kept any more. */
  private String build(String id) {
    try {
      JsonNode build = verb.api().get(Api.path("builds", id));
      return " (%s %s)".formatted(BuildOutcome.name(build), Json.text(build, "status"));
    } catch (CommandFailed gone) {
      if (gone.exitCode() == ExitCode.NOT_FOUND) {
        return "";
      }
      throw gone;
    }
  }

  private void items(String name, JsonNode verdict) {
    List<String> items = new ArrayList<>();
    verdict.path(name).forEach(item -> items.add(item.asText()));
    if (!items.isEmpty()) {
      line("     ", name, String.join(", ", items));
    }
  }

  private static String problem(JsonNode problem) {
    int line = problem.path("line").asInt();
    String place =
        line == 0 ? "" : "line %d, column %s: ".formatted(line, Json.text(problem, "column"));
    String hint = Json.text(problem, "hint");
    String path = Json.text(problem, "path");
    return place
        + (path.isEmpty() ? "" : path + ": ")
        + Json.text(problem, "message")
        + (hint.isEmpty() ? "" : "; " + hint);
  }

  private void line(String indent, String name, String text) {
    String lead = name.isEmpty() ? indent : indent + name + "  ";
    new Paragraph(lead, lead.length()).print(verb.shell, text);
  }
}
