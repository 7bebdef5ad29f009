package dev.slipway.core.delivery;

import dev.slipway.core.build.BuildId;

/** What became of a change. Ignoring is a decision with a reason, not an error. */
public sealed interface Decision {
  /** The rule that decided. */
  Rule rule();

  /** One sentence for people. */
  String reason();

  record Build(BuildId id, String reason) implements Decision {
    @Override
    public Rule rule() {
      return Rule.NONE;
    }
  }

  record Ignore(Rule rule, String reason) implements Decision {}
}
