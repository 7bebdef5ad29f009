package dev.slipway.deployer;

import dev.slipway.core.deploy.RequestCounts;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares how a new release answers with how the one before it did. Few requests prove nothing,
 * and what the release before did as badly is not the new one's fault.
 */
final class Judgement {
  /** With fewer requests, one unlucky visitor would decide. */
  static final int FEWEST_REQUESTS = 20;

  /** A p95 of fewer is the one slowest request. */
  static final int FEWEST_FOR_LATENCY = 40;

  private static final double BAD_SHARE = 0.05;
  private static final int TIMES_AS_SLOW = 3;

  /** Nobody minds three times next to nothing. */
  private static final Duration SLOWER_BY = Duration.ofMillis(250);

  private Judgement() {}

  /**
   * What is wrong with the new release, in one sentence with the figures; empty when nothing is.
   *
   * @param label of the new release
   */
  static Optional<String> complaint(String label, RequestCounts fresh, RequestCounts before) {
    if (fresh.requests() < FEWEST_REQUESTS) {
      return Optional.empty();
    }
    return unreachable(label, fresh)
        .or(() -> errors(label, fresh, before))
        .or(() -> slow(label, fresh, before));
  }

  private static Optional<String> unreachable(String label, RequestCounts fresh) {
    double share = (double) fresh.unreachable() / fresh.requests();
    return share > BAD_SHARE
        ? Optional.of(
            "%s took no connection for %d of %d requests"
                .formatted(label, fresh.unreachable(), fresh.requests()))
        : Optional.empty();
  }

  private static Optional<String> errors(String label, RequestCounts fresh, RequestCounts before) {
    double allowed = before.serverErrorShare() + BAD_SHARE;
    return fresh.serverErrorShare() > allowed
        ? Optional.of(
            "%s answered %d of %d requests with a server error (%s; %s before)"
                .formatted(
                    label,
                    fresh.serverErrors(),
                    fresh.requests(),
                    percent(fresh.serverErrorShare()),
                    before.requests() == 0 ? "unknown" : percent(before.serverErrorShare())))
        : Optional.empty();
  }

  private static Optional<String> slow(String label, RequestCounts fresh, RequestCounts before) {
    Duration now = fresh.p95();
    Duration then = before.p95();
    boolean comparable =
        fresh.requests() >= FEWEST_FOR_LATENCY && before.requests() >= FEWEST_FOR_LATENCY;
    boolean slower =
        now.compareTo(then.multipliedBy(TIMES_AS_SLOW)) > 0
            && now.compareTo(then.plus(SLOWER_BY)) > 0;
    return comparable && slower
        ? Optional.of(
            "95 of 100 answers of %s began within %s, of the release before within %s"
                .formatted(label, Words.of(now), Words.of(then)))
        : Optional.empty();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
