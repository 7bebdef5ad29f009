package dev.slipway.core.delivery;

import dev.slipway.core.Page;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps what was received. Safe for concurrent use. */
public interface Deliveries {
  /** For how long the same delivery id of the same hook is answered with the first result. */
  Duration REMEMBERED = Duration.ofDays(7);

  /** What was last decided on each of these refs; refs that nothing is known of are absent. */
  Map<GitRef, Head> heads(RepositoryId repository, List<GitRef> refs);

  /** What was last decided on every ref of the repository. */
  Map<GitRef, Head> heads(RepositoryId repository);

  /**
   * Notes where the refs of a newly added repository are, as decided and not built, so that only
   * what is pushed from now on counts as missed. Refs that something is known of stay as they are.
   *
   * @return false, and nothing changed, when that was done before
   */
  boolean baseline(RepositoryId repository, Map<GitRef, CommitSha> heads);

  /**
   * In one atomic and durable step: remembers the delivery's id, stores the delivery with its
   * decisions, creates the builds, cancels what is queued or waits on their refs and on those that
   * end, and moves the heads. Nothing of it happens when the id is known, or when a head is no
   * longer the one that the decision was made on.
   */
  Outcome accept(Acceptance acceptance);

  /**
   * Accepts each in its order, as {@link #accept} does; the next one also when one before was not
   * taken. May be much faster than one by one.
   *
   * @throws dev.slipway.core.StoreUnavailableException when it is not known of all whether they
   *     took effect; repeating all of them is safe
   */
  default List<Outcome> acceptAll(List<Acceptance> acceptances) {
    return acceptances.stream().map(this::accept).toList();
  }

  Optional<Delivery> find(DeliveryId id);

  /**
   * Newest first.
   *
   * @param repository null for those of all
   */
  Page<Delivery> list(@Nullable RepositoryId repository, Page.Request page);

  /** What {@link #accept} did. */
  sealed interface Outcome {
    record Accepted(Delivery delivery) implements Outcome {}

    /** The forge sent it before; this is the delivery that was stored then. */
    record Duplicate(Delivery first) implements Outcome {}

    /** Another delivery moved a head meanwhile: decide again. */
    record HeadsMoved() implements Outcome {}
  }
}
