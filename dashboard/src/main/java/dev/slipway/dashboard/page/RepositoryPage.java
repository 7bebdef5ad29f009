package dev.slipway.dashboard.page;

import dev.slipway.core.account.Account;
import dev.slipway.core.account.HookState;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.Triggers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one repository.
 *
 * @param account that reaches its forge; null when none does
 * @param reportProblem why its forge could last not be told something; null when it could
 * @param secrets that it has, without their values
 * @param hook what a check of its webhook just said; null without one
 * @param saved whether the settings were changed just now
 */
public record RepositoryPage(
    Repository repository,
    String webhookUrl,
    @Nullable Account account,
    @Nullable String reportProblem,
    RepositorySecrets secrets,
    @Nullable HookState hook,
    boolean saved,
    SentForm form) {
  public ForgeGuide guide() {
    return ForgeGuide.of(repository.forge());
  }

  public Triggers triggers() {
    return repository.triggers();
  }

  public boolean builds(Triggers.Event event) {
    return triggers().events().contains(event);
  }

  /** The kinds of events to choose from. */
  public List<Triggers.Event> events() {
    return List.of(Triggers.Event.values());
  }

  public static String event(Triggers.Event event) {
    return switch (event) {
      case PUSH -> "Pushes to branches";
      case TAG -> "Tags";
      case PULL_REQUEST -> "Pull requests";
    };
  }

  /** Patterns as the form holds them, or as they were sent when it was refused. */
  public String patterns(String field) {
    String sent = form.value("triggers." + field);
    if (!sent.isEmpty()) {
      return sent;
    }
    return String.join(
        "\n",
        switch (field) {
          case "branches" -> triggers().branches().patterns();
          case "tags" -> triggers().tags().patterns();
          default -> triggers().members().stream().sorted().toList();
        });
  }

  /** Labels as the form holds them, or as they were sent when it was refused. */
  public String labels() {
    String sent = form.value("labels[]");
    return sent.isEmpty() ? String.join(" ", repository.labels().names()) : sent;
  }

  /** Everything that is wrong with the labels, in words. */
  public @Nullable String labelProblem() {
    return problemAt("labels");
  }

  /** Everything that is wrong with one of the triggers, in words. */
  public @Nullable String problem(String field) {
    return problemAt("triggers." + field);
  }

  private @Nullable String problemAt(String path) {
    List<String> messages =
        form.problems().stream()
            .filter(problem -> problem.path().equals(path))
            .map(problem -> problem.message())
            .toList();
    return messages.isEmpty() ? null : String.join("; ", messages);
  }

  /** How the webhook came to its forge. */
  public String installed() {
    if (repository.connection() == null) {
      return "by hand";
    }
    return repository.connection().hookId().isEmpty() ? "by hand" : "by Slipway";
  }

  /** What the check said, in a sentence; empty without one. */
  public String checked() {
    return switch (hook) {
      case null -> "";
      case HookState.Fine() -> "The webhook is there and as it should be.";
      case HookState.Repaired(String what) -> "The webhook is repaired: " + what + ".";
      case HookState.ByHand(String why) -> Show.sentence(why) + ".";
    };
  }

  public boolean byHand() {
    return hook instanceof HookState.ByHand;
  }
}
