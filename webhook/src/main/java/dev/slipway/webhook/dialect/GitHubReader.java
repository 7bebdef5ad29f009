package dev.slipway.webhook.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import org.jspecify.annotations.Nullable;

/**
 * Reads what GitHub sends; the hook that Slipway prints for plain git servers speaks the same
 * language. Only the ref and the commit are required: anything else that is missing or odd is done
 * without.
 *
 * @see <a href="https://docs.github.com/webhooks/webhook-events-and-payloads#push">GitHub's push
 *     payload</a>
 */
final class GitHubReader {
  private GitHubReader() {}

  /**
   * Reads the changes of one delivery.
   *
   * @throws UnreadableException when a push names no ref or no commit that can be one
   */
  static ForgeEvent read(String event, JsonNode payload) throws UnreadableException {
    return switch (event) {
      case "push" -> push(payload);
      case "ping" -> ForgeEvent.nothing(event, "a ping: the webhook works");
      default -> ForgeEvent.nothing(event, "events of type \"" + event + "\" do not start builds");
    };
  }

  private static ForgeEvent push(JsonNode payload) throws UnreadableException {
    try {
      GitRef ref = new GitRef(payload.path("ref").asText(""));
      String before = payload.path("before").asText("");
      String after = payload.path("after").asText("");
      if (payload.path("deleted").asBoolean(false) || CommitSha.isZero(after)) {
        return ForgeEvent.of("push", new Change.RefDeleted(ref, optionalSha(before)));
      }
      Change change =
          ref.tag().isPresent()
              ? new Change.Tag(ref, head(payload, taggedCommit(payload, after)))
              : new Change.Push(ref, head(payload, new CommitSha(after)), optionalSha(before));
      return ForgeEvent.of("push", change);
    } catch (InvalidValueException e) {
      throw new UnreadableException("the push cannot be read: " + e.getMessage());
    }
  }

  /** Of an annotated tag, {@code after} is the tag object; the commit is in {@code head_commit}. */
  private static CommitSha taggedCommit(JsonNode payload, String after) {
    return new CommitSha(payload.path("head_commit").path("id").asText(after));
  }

  private static Commit head(JsonNode payload, CommitSha sha) {
    JsonNode commit = payload.path("head_commit");
    String author = commit.path("author").path("name").asText("");
    if (author.isEmpty()) {
      author = payload.path("pusher").path("name").asText("");
    }
    return new Commit(sha, author, commit.path("message").asText(""));
  }

  private static @Nullable CommitSha optionalSha(String hex) {
    try {
      return new CommitSha(hex);
    } catch (InvalidValueException _) {
      return null;
    }
  }
}
