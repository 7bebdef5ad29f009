package dev.slipway.core.delivery;

import dev.slipway.core.source.Forge;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One webhook that was received and proved authentic; or its like, made by Slipway when somebody
 * replays one, or when the reconciler finds a commit that no webhook told of.
 *
 * @param forgeDeliveryId how the forge names it; the same on a redelivery
 * @param headers as received, without credentials, names in lower case
 * @param body the raw bytes that the proof covers
 * @param proof how it is known to be authentic, in words, without any secret
 * @param replayOf the delivery that this one repeats on somebody's wish; null when it is none
 * @param note why there are no changes to decide on; empty when there are
 */
public record Delivery(
    DeliveryId id,
    Forge forge,
    RepositoryId repositoryId,
    RepositoryName repository,
    String forgeDeliveryId,
    String event,
    Instant receivedAt,
    SortedMap<String, String> headers,
    Body body,
    String proof,
    @Nullable DeliveryId replayOf,
    List<DecidedChange> changes,
    String note) {
  public Delivery {
    changes = List.copyOf(changes);
  }

  /** Raw bytes that compare by content; the array is never changed. */
  @SuppressWarnings("ArrayRecordComponent") // equals and hashCode below compare the content
  public record Body(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Body that && java.util.Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Body(" + bytes.length + " bytes)";
    }
  }
}
