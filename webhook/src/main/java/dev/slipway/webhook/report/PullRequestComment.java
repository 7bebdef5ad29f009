package dev.slipway.webhook.report;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.BuildState.Canceled;
import dev.slipway.core.build.BuildState.Canceling;
import dev.slipway.core.build.BuildState.Failed;
import dev.slipway.core.build.BuildState.Queued;
import dev.slipway.core.build.BuildState.Running;
import dev.slipway.core.build.BuildState.Skipped;
import dev.slipway.core.build.BuildState.Succeeded;
import dev.slipway.core.build.BuildState.Waiting;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Failure;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Writes the comment on a pull request in Markdown. Whatever the pull request's author could have
 * chosen stands as code, and nothing of the log is quoted: it may hold anything.
 */
final class PullRequestComment {
  private static final int MOST_IMAGES = 10;

  private PullRequestComment() {}

  /** Whether there is a result that is worth the first comment. */
  static boolean worthWriting(BuildState state) {
    return switch (state) {
      case Waiting _, Succeeded _, Failed _, Skipped _ -> true;
      case Queued _, Running _, Canceling _, Canceled _ -> false;
    };
  }

  static String of(Build build, URI page) {
    StringBuilder text = new StringBuilder();
    text.append("**Slipway: ")
        .append(headline(build.state()))
        .append("** · commit ")
        .append(Words.code(build.request().commit().sha().abbreviated()))
        .append(" · [build ")
        .append(build.number())
        .append("](")
        .append(page)
        .append(")\n");
    String details = details(build, page);
    if (!details.isEmpty()) {
      text.append('\n').append(details).append('\n');
    }
    return text.toString();
  }

  private static String headline(BuildState state) {
    return switch (state) {
      case Waiting _ -> "waiting for an approval";
      case Queued _ -> "queued";
      case Running _ -> "building";
      case Canceling _ -> "being canceled";
      case Succeeded _ -> "built";
      case Failed(_, _, _, Failure.Infrastructure _) -> "not built, and not the code's fault";
      case Failed _ -> "failed";
      case Canceled _ -> "canceled";
      case Skipped _ -> "skipped";
    };
  }

  private static String details(Build build, URI page) {
    return switch (build.state()) {
      case Waiting(String forApproval) ->
          "It is built after the yes of %s: [look at it and approve](%s)."
              .formatted(Words.line(forApproval), page);
      case Queued _, Running _, Canceling _ -> "";
      case Succeeded(_, var from, var to, List<BuiltImage> images, _) ->
          "It took " + Words.span(Duration.between(from, to)) + "." + list(images);
      case Failed(_, _, _, Failure failure) -> failed(build, failure);
      case Canceled(_, _, _, _, String because) -> because.isEmpty() ? "" : Words.code(because);
      case Skipped(_, _, _, String reason) -> Words.code(reason);
    };
  }

  private static String list(List<BuiltImage> images) {
    StringBuilder text = new StringBuilder(images.isEmpty() ? "" : "\n");
    for (BuiltImage image : images.subList(0, Math.min(images.size(), MOST_IMAGES))) {
      text.append("\n- ")
          .append(Words.code(image.name()))
          .append(": ")
          .append(Words.code(image.image().repository() + "@" + digest(image)));
    }
    if (images.size() > MOST_IMAGES) {
      text.append("\n- and ").append(images.size() - MOST_IMAGES).append(" more");
    }
    return text.toString();
  }

  private static String digest(BuiltImage image) {
    return image.image().digest();
  }

  private static String failed(Build build, Failure failure) {
    String what =
        switch (failure) {
          case Failure.StepFailed(String step, _, _) -> "Step " + Words.code(step) + " failed";
          case Failure.PipelineInvalid _ -> "The pipeline file cannot be carried out";
          case Failure.TimedOut(String step, Duration after) ->
              "Step " + Words.code(step) + " was still running after " + Words.span(after);
          case Failure.Infrastructure _ -> "Something that Slipway needs failed";
        };
    // The words of a stranger's build are for those who look at its page.
    boolean quoted = !build.request().fromFork() && !(failure instanceof Failure.TimedOut);
    return quoted ? what + ": " + Words.code(failure.message()) : what + ".";
  }
}
