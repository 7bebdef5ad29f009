package dev.slipway.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.webhook.dialect.UnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A change that no webhook told of, as the body of the delivery that is made for it: so that it can
 * be shown and replayed like any other.
 *
 * @param before what was last decided on the ref; null when nothing was
 * @param after where the ref is now; null when it is gone
 */
record FoundChange(GitRef ref, @Nullable CommitSha before, @Nullable CommitSha after) {
  static final String EVENT = "reconciliation";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether the delivery was made by Slipway for one of these. */
  static boolean isIn(Delivery delivery) {
    return delivery.event().equals(EVENT) && delivery.headers().isEmpty();
  }

  static Change read(Delivery.Body body) throws UnreadableException {
    try {
      JsonNode json = JSON.readTree(body.bytes());
      return new FoundChange(
              new GitRef(json.path("ref").asText("")),
              sha(json.path("before")),
              sha(json.path("after")))
          .change();
    } catch (IOException | InvalidValueException e) {
      throw new UnreadableException("this is no change that Slipway found: " + e.getMessage());
    }
  }

  private static @Nullable CommitSha sha(JsonNode json) {
    return json.isTextual() ? new CommitSha(json.asText()) : null;
  }

  Delivery.Body body() {
    ObjectNode json = JSON.createObjectNode();
    json.put("ref", ref.name());
    json.put("before", before == null ? null : before.hex());
    json.put("after", after == null ? null : after.hex());
    try {
      return new Delivery.Body(JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("three texts cannot be written as JSON", e);
    }
  }

  /** Author and message are not known: only the repository itself was asked, not its forge. */
  Change change() {
    if (after == null) {
      return new Change.RefDeleted(ref, before);
    }
    Commit head = new Commit(after, "", "");
    return ref.tag().isPresent() ? new Change.Tag(ref, head) : new Change.Push(ref, head, before);
  }
}
