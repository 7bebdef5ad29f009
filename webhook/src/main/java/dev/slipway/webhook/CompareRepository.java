package dev.slipway.webhook;

import dev.slipway.core.Ids;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Deliveries.Outcome;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RemoteHeads;
import dev.slipway.core.source.Repository;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares one repository with what was last decided on it, and decides on what is found. Safe for
 * concurrent use; blocks.
 */
final class CompareRepository {
  private static final Logger LOG = LoggerFactory.getLogger(CompareRepository.class);

  private final RemoteHeads remoteHeads;
  private final Deliveries deliveries;
  private final FailedDeliveries failedDeliveries;
  private final StoreDelivery storeDelivery;
  private final Troubles troubles;
  private final Clock clock;

  CompareRepository(
      RemoteHeads remoteHeads,
      Deliveries deliveries,
      FailedDeliveries failedDeliveries,
      Troubles troubles,
      Clock clock) {
    this.remoteHeads = remoteHeads;
    this.deliveries = deliveries;
    this.failedDeliveries = failedDeliveries;
    this.storeDelivery = new StoreDelivery(deliveries, clock);
    this.troubles = troubles;
    this.clock = clock;
  }

  /**
   * What was found at a repository.
   *
   * @param surely whether no webhook can be on its way that tells of it
   */
  record Look(Repository repository, List<FoundChange> missed, boolean surely) {}

  /** Looks at it; at one that cannot be asked, nothing is found. */
  Look look(Repository repository) {
    boolean redelivered = redeliver(repository);
    try {
      Map<GitRef, CommitSha> remote = remoteHeads.of(repository);
      troubles.over(repository, "its branches");
      List<FoundChange> missed =
          deliveries.baseline(repository.id(), remote)
              ? List.of()
              : Missed.between(remote, deliveries.heads(repository.id()));
      return new Look(repository, missed, !redelivered);
    } catch (IOException e) {
      troubles.of(repository, "its branches", e);
      return new Look(repository, List.of(), false);
    }
  }

  /** Before comparing, so that what the forge still has comes as it was meant to. */
  private boolean redeliver(Repository repository) {
    try {
      int redelivered = failedDeliveries.redeliver(repository);
      troubles.over(repository, "its failed deliveries");
      if (redelivered > 0) {
        LOG.info("{} sends {} failed deliveries again", repository.name(), redelivered);
      }
      return redelivered > 0;
    } catch (ForgeException e) {
      troubles.of(repository, "its failed deliveries", e);
      return false;
    }
  }

  /** Decides on a change by the rules, as if a webhook had told of it. */
  void decide(Repository repository, FoundChange found) {
    Undecided undecided = new Undecided(draft(repository, found), List.of(found.change()), true);
    if (storeDelivery.store(undecided, repository) instanceof Outcome.Accepted(Delivery stored)) {
      LOG.info(
          "{}: {} was found by reconciliation and decided as delivery {}",
          repository.name(),
          found.ref().shortName(),
          stored.id());
    }
  }

  private Delivery draft(Repository repository, FoundChange found) {
    Instant now = clock.instant();
    return new Delivery(
        new DeliveryId(Ids.next("dlv", clock)),
        repository.forge(),
        repository.id(),
        repository.name(),
        idOf(found, now),
        FoundChange.EVENT,
        now,
        new TreeMap<>(),
        found.body(),
        "found by reconciliation: " + inWords(found),
        null,
        List.of(),
        "");
  }

  /**
   * The same for every process that finds the same, so that it is stored once; another an hour
   * later, since a ref may go the same way twice.
   */
  private static String idOf(FoundChange found, Instant now) {
    return "reconciliation %s %s %s %s"
        .formatted(
            found.ref(),
            Objects.toString(found.before(), "-"),
            Objects.toString(found.after(), "-"),
            now.truncatedTo(ChronoUnit.HOURS));
  }

  private static String inWords(FoundChange found) {
    String ref = found.ref().shortName();
    CommitSha before = found.before();
    CommitSha after = found.after();
    String last =
        before == null
            ? "nothing was decided on it"
            : "the last decision on it was about " + before.abbreviated();
    return after == null
        ? "%s is gone, and %s".formatted(ref, last)
        : "%s is at %s, and %s".formatted(ref, after.abbreviated(), last);
  }
}
