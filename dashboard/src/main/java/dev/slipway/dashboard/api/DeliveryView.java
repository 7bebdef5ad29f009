package dev.slipway.dashboard.api;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.PullRequest;
import dev.slipway.dashboard.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as the API tells it.
 *
 * @param verified always true: what fails its proof is not stored
 * @param duplicateOf always null: a repeated delivery gets the first one's answer and no record
 */
record DeliveryView(
    String id,
    String forge,
    String forgeDeliveryId,
    String event,
    @Nullable String receivedAt,
    String repository,
    boolean verified,
    @Nullable String duplicateOf,
    String note,
    List<ChangeView> changes) {

  static DeliveryView of(Delivery delivery) {
    return new DeliveryView(
        delivery.id().value(),
        delivery.forge().id(),
        delivery.forgeDeliveryId(),
        delivery.event(),
        Json.time(delivery.receivedAt()),
        delivery.repository().value(),
        true,
        null,
        delivery.note(),
        delivery.changes().stream().map(ChangeView::of).toList());
  }

  /** One change and what became of it. */
  record ChangeView(
      String kind,
      String ref,
      @Nullable String branch,
      @Nullable String tag,
      @Nullable String sha,
      @Nullable String before,
      @Nullable Integer prNumber,
      boolean fromFork,
      @Nullable String author,
      @Nullable String message,
      String decision,
      String rule,
      String reason,
      @Nullable String buildId) {

    static ChangeView of(DecidedChange decided) {
      return switch (decided.change()) {
        case Change.Push push -> of(decided, "push", push.head(), push.before(), null);
        case Change.Tag tag -> of(decided, "tag", tag.head(), null, null);
        case Change.PullRequest pull ->
            of(decided, "pull_request", pull.head(), null, pull.request());
        case Change.PullRequestClosed closed ->
            of(decided, "pull_request", closed.head(), null, closed.request());
        case Change.RefDeleted deleted -> of(decided, "delete", null, deleted.before(), null);
      };
    }

    private static ChangeView of(
        DecidedChange decided,
        String kind,
        @Nullable Commit head,
        @Nullable CommitSha before,
        @Nullable PullRequest pull) {
      var ref = decided.change().ref();
      Decision decision = decided.decision();
      return new ChangeView(
          kind,
          ref.name(),
          ref.branch().orElse(null),
          ref.tag().orElse(null),
          head == null ? null : head.sha().hex(),
          before == null ? null : before.hex(),
          pull == null ? null : pull.number(),
          pull != null && pull.fromFork(),
          head == null ? null : head.author(),
          head == null ? null : head.message(),
          decision instanceof Decision.Build ? "build" : "ignore",
          decision.rule().id(),
          decision.reason(),
          decision instanceof Decision.Build(var id, _) ? id.value() : null);
    }
  }
}
