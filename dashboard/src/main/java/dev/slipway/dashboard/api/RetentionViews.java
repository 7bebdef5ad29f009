package dev.slipway.dashboard.api;

import dev.slipway.core.Glob;
import dev.slipway.core.registry.RegistryCleaning.Freed;
import dev.slipway.core.retention.RetentionPlanner;
import dev.slipway.core.retention.RetentionResult;
import dev.slipway.core.retention.RetentionRule;
import dev.slipway.core.retention.RetentionRun;
import dev.slipway.core.retention.RetentionState;
import dev.slipway.dashboard.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Retention as the API tells it. */
final class RetentionViews {
  private RetentionViews() {}

  /** A rule, in the form in which it is also sent. */
  record Rule(
      String repository,
      @Nullable Integer newest,
      String youngerThan,
      String deployedWithin,
      List<String> tags,
      boolean gc,
      String schedule,
      String zone) {
    static Rule of(RetentionRule rule) {
      RetentionRule.Keep keep = rule.keep();
      return new Rule(
          rule.repository(),
          keep.newest() == 0 ? null : keep.newest(),
          Ages.text(keep.youngerThan()),
          Ages.text(keep.deployedWithin()),
          keep.tags().stream().map(Glob::text).toList(),
          rule.cleans(),
          rule.schedule().cron(),
          rule.schedule().zone().getId());
    }
  }

  /** What would go. */
  record Plan(List<PlannedRepository> repositories, long bytes, boolean gc, List<String> problems) {
    static Plan of(RetentionPlanner.Plan plan) {
      return new Plan(
          plan.repositories().stream().map(PlannedRepository::of).toList(),
          plan.bytes(),
          plan.cleans(),
          plan.problems());
    }
  }

  record PlannedRepository(String repository, String rule, List<Image> images) {
    static PlannedRepository of(RetentionPlanner.RepositoryPlan plan) {
      return new PlannedRepository(
          plan.repository(), plan.rule(), plan.images().stream().map(Image::of).toList());
    }
  }

  /**
   * One manifest.
   *
   * @param because why it is kept; empty where it goes
   */
  record Image(
      String digest,
      List<String> tags,
      @Nullable String created,
      boolean goes,
      String because,
      long bytes) {
    static Image of(RetentionPlanner.Image image) {
      return new Image(
          image.digest(),
          image.tags(),
          Json.time(image.created()),
          image.goes(),
          image.because(),
          image.bytes());
    }
  }

  /**
   * A run.
   *
   * @param repository null for all that a rule holds for
   * @param result null until it has ended
   */
  record Run(
      String id,
      @Nullable String repository,
      String by,
      String status,
      int attempt,
      @Nullable String queuedAt,
      @Nullable String startedAt,
      @Nullable String finishedAt,
      @Nullable Result result) {
    static Run of(RetentionRun run) {
      RetentionState state = run.state();
      RetentionState.Ended ended = state instanceof RetentionState.Ended done ? done : null;
      return new Run(
          run.id(),
          run.scope().isEmpty() ? null : run.scope(),
          run.by(),
          state.id(),
          state.attempt(),
          Json.time(run.queuedAt()),
          switch (state) {
            case RetentionState.Queued() -> null;
            case RetentionState.Running running -> Json.time(running.startedAt());
            case RetentionState.Ended done -> Json.time(done.startedAt());
          },
          ended == null ? null : Json.time(ended.finishedAt()),
          ended == null ? null : Result.of(ended.result()));
    }
  }

  /**
   * What came of a run.
   *
   * @param removedCount also of those that are not told by name
   * @param bytes that nothing in the registry names any more
   * @param gc what the registry gave back; null where it was not cleaned
   */
  record Result(
      List<RetentionResult.Removed> removed,
      int removedCount,
      int kept,
      List<RetentionResult.Skipped> skipped,
      long bytes,
      @Nullable Gc gc,
      String note,
      List<String> problems) {
    static Result of(RetentionResult result) {
      Freed freed = result.freed();
      return new Result(
          result.removed(),
          result.removedCount(),
          result.kept(),
          result.skipped(),
          result.bytes(),
          freed == null
              ? null
              : new Gc(
                  freed.blobs(),
                  freed.bytes(),
                  freed.before(),
                  freed.after(),
                  freed.readOnly().toMillis()),
          result.note(),
          result.problems());
    }
  }

  /** Bytes on disk, and for how long the registry took no pushes. */
  record Gc(int blobs, long freed, long before, long after, long readOnlyMillis) {}
}
