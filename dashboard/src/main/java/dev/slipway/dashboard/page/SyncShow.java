package dev.slipway.dashboard.page;

import dev.slipway.core.Glob;
import dev.slipway.core.sync.SyncProgress;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.core.sync.SyncState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules and runs in words. */
public final class SyncShow {
  private SyncShow() {}

  /** Which tags a rule means. */
  public static String tags(SyncRule rule) {
    SyncRule.Tags tags = rule.tags();
    List<String> words = new ArrayList<>();
    if (!tags.globs().isEmpty()) {
      words.add(globs(tags.globs()));
    }
    if (!tags.regex().isEmpty()) {
      words.add("/" + tags.regex() + "/");
    }
    if (!tags.semver().isEmpty()) {
      words.add(tags.semver());
    }
    if (tags.latest() > 0) {
      words.add("latest " + tags.latest());
    }
    return words.isEmpty() ? "all tags" : String.join(", ", words);
  }

  /** Patterns with blanks between, as forms take them. */
  public static String globs(List<Glob> globs) {
    return globs.stream().map(Glob::text).collect(Collectors.joining(" "));
  }

  /** When a rule is followed. */
  public static String when(SyncRule rule) {
    SyncRule.Trigger trigger = rule.trigger();
    List<String> words = new ArrayList<>();
    if (!trigger.cron().isEmpty()) {
      words.add(trigger.cron() + " " + trigger.zone().getId());
    }
    if (trigger.onPush()) {
      words.add("after a push");
    }
    return words.isEmpty() ? "by hand" : String.join(", ", words);
  }

  /** How far a run is: images, bytes, and while it moves how fast and for how long. */
  public static String progress(SyncRun run) {
    SyncProgress progress = run.progress();
    if (progress.images() == 0) {
      return run.state() instanceof SyncState.Succeeded ? "nothing to copy" : "";
    }
    String images = progress.imagesDone() + " of " + Show.number(progress.images(), "image");
    String bytes =
        progress.bytes() == 0
            ? ""
            : ", " + Show.size(progress.bytesDone()) + " of " + Show.size(progress.bytes());
    if (run.state().ended() || progress.bytesPerSecond() == 0) {
      return images + bytes;
    }
    String left = progress.timeLeft().map(time -> ", " + Show.duration(time) + " left").orElse("");
    return images + bytes + ", " + Show.size(progress.bytesPerSecond()) + "/s" + left;
  }

  /** How much of it is done, of a thousand; null where that cannot be said. */
  public static @Nullable Long thousandth(SyncRun run) {
    SyncProgress progress = run.progress();
    if (progress.bytes() > 0) {
      return Math.min(1000, progress.bytesDone() * 1000 / progress.bytes());
    }
    return progress.images() == 0
        ? null
        : (Long) (progress.imagesDone() * 1000L / progress.images());
  }

  /** Why a run failed; nothing for others. */
  public static List<SyncState.Problem> problems(SyncRun run) {
    return run.state() instanceof SyncState.Failed failed ? failed.problems() : List.of();
  }

  /** When a run ended; null before. */
  public static @Nullable Instant finished(SyncRun run) {
    return switch (run.state()) {
      case SyncState.Succeeded succeeded -> succeeded.finishedAt();
      case SyncState.Failed failed -> failed.finishedAt();
      case SyncState.Canceled canceled -> canceled.finishedAt();
      case SyncState.Queued _, SyncState.Running _, SyncState.Canceling _ -> null;
    };
  }

  /** When a run began; null before. */
  public static @Nullable Instant started(SyncRun run) {
    return switch (run.state()) {
      case SyncState.Queued _ -> null;
      case SyncState.Running running -> running.startedAt();
      case SyncState.Canceling canceling -> canceling.startedAt();
      case SyncState.Succeeded succeeded -> succeeded.startedAt();
      case SyncState.Failed failed -> failed.startedAt();
      case SyncState.Canceled canceled -> canceled.startedAt();
    };
  }
}
