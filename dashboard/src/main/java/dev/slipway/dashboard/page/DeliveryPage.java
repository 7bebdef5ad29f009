package dev.slipway.dashboard.page;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.PullRequest;
import dev.slipway.dashboard.api.StartedBuilds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a delivery did or did not start builds.
 *
 * @param builds those that it started
 * @param pipeline the pipeline file to begin a simulation with; empty where it is not at hand
 * @param trial what a simulation just said; null without one
 */
public record DeliveryPage(
    Delivery delivery,
    StartedBuilds builds,
    boolean known,
    String pipeline,
    @Nullable Trial trial) {
  /** What happened, as the one sentence on top. */
  public String sentence() {
    List<DecidedChange> changes = delivery.changes();
    if (changes.isEmpty()) {
      return "Nothing to build: " + delivery.note();
    }
    long built = changes.stream().filter(each -> build(each) != null).count();
    if (changes.size() == 1) {
      return sentence(changes.getFirst());
    }
    if (built == changes.size()) {
      return "All %d changes were built".formatted(built);
    }
    return built == 0
        ? "None of the %d changes was built".formatted(changes.size())
        : "%d of %d changes were built".formatted(built, changes.size());
  }

  private String sentence(DecidedChange only) {
    Change change = only.change();
    String what = happened(change) + (pull(change) == null ? " " + change.ref().shortName() : "");
    if (build(only) == null) {
      return what + " was not built: " + only.decision().reason();
    }
    Build build = started(only);
    if (build == null) {
      return what + " was built";
    }
    return switch (build.state()) {
      case BuildState.Waiting _ -> what + " waits for an approval";
      case BuildState.Skipped skipped -> what + " was skipped: " + skipped.reason();
      case BuildState.Queued _,
          BuildState.Running _,
          BuildState.Canceling _,
          BuildState.Succeeded _,
          BuildState.Failed _,
          BuildState.Canceled _ ->
          what + " started build #" + build.number();
    };
  }

  /** What happened to the ref, as a sentence's beginning. */
  public static String happened(Change change) {
    return switch (change) {
      case Change.Push push -> push.before() == null ? "New branch" : "Push to";
      case Change.Tag _ -> "Tag";
      case Change.PullRequest pull -> "Pull request #" + pull.request().number();
      case Change.PullRequestClosed pull ->
          (pull.merged() ? "Merged" : "Closed") + " pull request #" + pull.request().number();
      case Change.RefDeleted _ -> "Deleted";
    };
  }

  /** The commit that it is about; null for a deleted ref. */
  public static @Nullable Commit head(DecidedChange decided) {
    return head(decided.change());
  }

  /** The same of a change that nobody decided on. */
  public static @Nullable Commit head(Change change) {
    return switch (change) {
      case Change.Push push -> push.head();
      case Change.Tag tag -> tag.head();
      case Change.PullRequest pull -> pull.head();
      case Change.PullRequestClosed pull -> pull.head();
      case Change.RefDeleted _ -> null;
    };
  }

  /** The commit's title, where it says more than the pull request's; else empty. */
  public static String title(Change change) {
    Commit head = head(change);
    PullRequest pull = pull(change);
    String title = head == null ? "" : head.title();
    return pull != null && pull.title().equals(title) ? "" : title;
  }

  /** The pull request that it is about; null for branches and tags. */
  public static @Nullable PullRequest pull(Change change) {
    return switch (change) {
      case Change.PullRequest pull -> pull.request();
      case Change.PullRequestClosed pull -> pull.request();
      case Change.Push _, Change.Tag _, Change.RefDeleted _ -> null;
    };
  }

  /** The id of the build that was started; null when none was. */
  public static @Nullable String build(DecidedChange decided) {
    return StartedBuilds.idOf(decided).map(BuildId::value).orElse(null);
  }

  /** The build itself; null when none was started, or it is not kept any more. */
  public @Nullable Build started(DecidedChange decided) {
    return builds.of(decided).orElse(null);
  }

  /** What a rule asks. */
  public static String question(Rule rule) {
    return switch (rule) {
      case NONE -> "Is it to be built?";
      case UNKNOWN_REPOSITORY -> "Is the repository known?";
      case DISABLED -> "Is the repository switched on?";
      case EVENT -> "Is this kind of event wanted?";
      case BRANCH -> "Is the branch wanted?";
      case TAG -> "Is the tag wanted?";
      case SKIP_MARK -> "Is there no mark to skip it?";
      case FORK -> "May it be built although it comes from a fork?";
      case DELETED -> "Is there still something to build?";
      case ALREADY_BUILT -> "Is it new?";
      case SUPERSEDED -> "Is nothing newer there?";
    };
  }

  /** How large the body is. */
  public String bodySize() {
    return Show.size(delivery.body().bytes().length);
  }
}
