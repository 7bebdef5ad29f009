package dev.slipway.webhook.dialect;

import dev.slipway.core.Secret;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one forge sends, and how it proves that it did. Has no state. */
public interface Dialect {
  /** Whom the sender claims to speak for, found without reading more than that; not yet proved. */
  Optional<RepositoryName> claimedRepository(ReceivedRequest request);

  /**
   * Looks at the proof. Takes the same time for any proof of the same form, right or wrong.
   *
   * @param secrets those that are valid now, the current one first
   * @param now for proofs that expire
   * @return how the sender proved itself, in words and without any secret; empty when it did not
   */
  Optional<String> proof(ReceivedRequest request, List<Secret> secrets, Instant now);

  /**
   * Reads what happened. Whatever is missing or odd, and not needed, is done without.
   *
   * @throws UnreadableException when the body is not what the forge sends
   */
  ForgeEvent read(ReceivedRequest request) throws UnreadableException;

  /** How the forge names the delivery; the same on a redelivery. */
  String deliveryId(ReceivedRequest request);

  /**
   * Whether this is a test of the line that its sender does not sign. It tells nothing and proves
   * nothing: it may be answered kindly, but is never stored and never read.
   */
  default boolean isUnprovedPing(ReceivedRequest request) {
    return false;
  }
}
