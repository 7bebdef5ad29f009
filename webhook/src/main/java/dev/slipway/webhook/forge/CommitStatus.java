package dev.slipway.webhook.forge;

import java.net.URI;

/**
 * What a forge shows beside a commit.
 *
 * @param context {@code slipway/build} or {@code slipway/deploy/ENVIRONMENT}; one status for each
 * @param description one line for people; a forge may cut it
 * @param target where the details are
 */
public record CommitStatus(State state, String context, String description, URI target) {
  /** The states in our words; each forge has fewer. */
  public enum State {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELED,
    /** Our own fault, not the code's. */
    ERROR
  }
}
