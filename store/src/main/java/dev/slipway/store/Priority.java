package dev.slipway.store;

import dev.slipway.core.build.NewBuild;

/** Which of a repository's queued builds goes first; the lowest does. */
final class Priority {
  private Priority() {}

  /** A person waits for what a person asked for; pull requests come after what was pushed. */
  static String of(NewBuild build) {
    return switch (build.trigger()) {
      case MANUAL, RETRY, REBUILD -> "0";
      case PUSH, TAG -> "1";
      case PULL_REQUEST, RECONCILIATION -> build.pullRequest() == null ? "1" : "2";
    };
  }
}
