package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryName;
import java.util.function.BiFunction;

/** The statuses of commits of both Bitbuckets, which call them builds. */
final class BitbucketStatuses implements StatusBook {
  private static final int LONGEST_DESCRIPTION = 255;

  private final ForgeClient client;
  private final BiFunction<RepositoryName, CommitSha, String> path;
  private final Words words;

  /**
   * Of one of the two.
   *
   * @param path of the statuses of a commit
   */
  BitbucketStatuses(
      ForgeClient client, BiFunction<RepositoryName, CommitSha, String> path, Words words) {
    this.client = client;
    this.path = path;
    this.words = words;
  }

  /** In what the two differ: the room there is for a key, and the word for a canceled build. */
  record Words(int longestKey, String canceled) {}

  @Override
  public void set(String what, RepositoryName name, CommitSha commit, CommitStatus status)
      throws ForgeException {
    client.post(
        what,
        path.apply(name, commit),
        Json.object()
            .put("key", Shortened.key(status.context(), words.longestKey()))
            .put("name", status.context())
            .put("state", state(status.state()))
            .put("description", Shortened.text(status.description(), LONGEST_DESCRIPTION))
            .put("url", status.target().toString()));
  }

  private String state(CommitStatus.State state) {
    return switch (state) {
      case QUEUED, RUNNING -> "INPROGRESS";
      case SUCCEEDED -> "SUCCESSFUL";
      case FAILED, ERROR -> "FAILED";
      case CANCELED -> words.canceled();
    };
  }
}
