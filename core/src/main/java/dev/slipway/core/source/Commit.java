package dev.slipway.core.source;

/** What a forge says about a commit; author and message are for people to read and may be empty. */
public record Commit(CommitSha sha, String author, String message) {
  /** The message's first line. */
  public String title() {
    return message.lines().findFirst().orElse("");
  }
}
