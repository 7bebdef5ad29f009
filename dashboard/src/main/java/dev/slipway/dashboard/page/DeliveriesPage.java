package dev.slipway.dashboard.page;

import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.api.StartedBuilds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was received.
 *
 * @param started the builds that they started
 * @param repositories to narrow the list to
 * @param repository the name of the one that it is narrowed to; empty for all
 * @param next where the list goes on; null at its end
 */
public record DeliveriesPage(
    List<Delivery> deliveries,
    StartedBuilds started,
    List<Repository> repositories,
    String repository,
    @Nullable String next) {
  /** The same list, narrowed to one repository, or its next part. */
  public static String link(String repository, String before) {
    return Link.to("/deliveries", "repository", repository, "before", before);
  }

  /** What a delivery led to, in a few words. */
  public static String outcome(Delivery delivery) {
    long builds = builds(delivery);
    if (builds > 1) {
      return Show.number(builds, "build");
    }
    if (delivery.changes().isEmpty()) {
      return delivery.note();
    }
    DecidedChange first = delivery.changes().getFirst();
    Commit head = DeliveryPage.head(first);
    if (builds == 0 || head == null || head.title().isBlank()) {
      return first.decision().reason();
    }
    return head.title();
  }

  /** What a change is of, as people call it. */
  public static String ref(DecidedChange decided) {
    PullRequest pull = DeliveryPage.pull(decided.change());
    return pull == null ? decided.change().ref().shortName() : "#" + pull.number();
  }

  /** What became of it in a word: {@code built}, {@code waiting} for a yes, or {@code ignored}. */
  public static String word(Delivery delivery, StartedBuilds started) {
    if (started.waits(delivery)) {
      return "waiting";
    }
    return builds(delivery) > 0 ? "built" : "ignored";
  }

  private static long builds(Delivery delivery) {
    return delivery.changes().stream()
        .filter(change -> change.decision() instanceof Decision.Build)
        .count();
  }
}
