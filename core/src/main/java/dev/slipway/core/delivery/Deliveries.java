package dev.slipway.core.delivery;

import dev.slipway.core.Page;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what was received. Safe for concurrent use. */
public interface Deliveries {
  /** For how long the same delivery id of the same hook is answered with the first result. */
  Duration REMEMBERED = Duration.ofDays(7);

  /** The commit last decided to be built on each of these refs; refs never built are absent. */
  Map<GitRef, CommitSha> heads(RepositoryId repository, List<GitRef> refs);

  /**
   * In one atomic and durable step: remembers the delivery's id, stores the delivery with its
   * decisions, creates and queues the builds, and cancels older queued builds of the same refs.
   * Nothing of it happens when the id is known, or when the heads are no longer those that the
   * decisions were made on.
   *
   * @param heads what {@link #heads} said when the decisions were made
   */
  Outcome accept(Delivery delivery, List<NewBuild> builds, Map<GitRef, CommitSha> heads);

  Optional<Delivery> find(DeliveryId id);

  /** Newest first. */
  Page<Delivery> list(Page.Request page);

  /** What {@link #accept} did. */
  sealed interface Outcome {
    record Accepted(Delivery delivery) implements Outcome {}

    /** The forge sent it before; this is the delivery that was stored then. */
    record Duplicate(Delivery first) implements Outcome {}

    /** Another delivery moved a head meanwhile: decide again. */
    record HeadsMoved() implements Outcome {}
  }
}
