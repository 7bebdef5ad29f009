package dev.slipway.dashboard.api;

import dev.slipway.core.account.HookState;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.http.ProblemDetails;

/** What became of the wish to build a repository. */
public sealed interface Enabling {
  /** As it was asked for. */
  String name();

  /** It is built from now on, once its webhook is there. */
  record Done(String name, Repository repository, HookState hook, String webhookUrl)
      implements Enabling {
    /** Whether a person has to install the webhook, and needs its secret for that. */
    public boolean byHand() {
      return hook instanceof HookState.ByHand;
    }
  }

  /** It is not. */
  record Refused(String name, ProblemDetails problem) implements Enabling {}
}
