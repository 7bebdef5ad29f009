package dev.slipway.dashboard.page;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Commit;
import org.jspecify.annotations.Nullable;

/** One delivery, with every decision that was made on it. */
public record DeliveryPage(Delivery delivery) {
  /** What happened to the ref, as a sentence's beginning. */
  public static String happened(DecidedChange decided) {
    return switch (decided.change()) {
      case Change.Push push -> push.before() == null ? "New branch" : "Push to";
      case Change.Tag _ -> "Tag";
      case Change.PullRequest pull -> "Pull request #" + pull.request().number() + " from";
      case Change.PullRequestClosed pull ->
          (pull.merged() ? "Merged" : "Closed")
              + " pull request #"
              + pull.request().number()
              + " from";
      case Change.RefDeleted _ -> "Deleted";
    };
  }

  /** The commit that it is about; null for a deleted ref. */
  public static @Nullable Commit head(DecidedChange decided) {
    return switch (decided.change()) {
      case Change.Push push -> push.head();
      case Change.Tag tag -> tag.head();
      case Change.PullRequest pull -> pull.head();
      case Change.PullRequestClosed pull -> pull.head();
      case Change.RefDeleted _ -> null;
    };
  }

  /** The build that was started; null when none was. */
  public static @Nullable String build(DecidedChange decided) {
    return decided.decision() instanceof Decision.Build(var id, _) ? id.value() : null;
  }
}
