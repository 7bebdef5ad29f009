package dev.slipway.dashboard.api;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.dashboard.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queue as the API tells it. */
record QueueView(
    int builders,
    int queuedTotal,
    List<Running> running,
    List<Queued> queued,
    List<Again> delayed,
    List<Waiting> waiting) {
  static QueueView of(QueueStanding queue) {
    return new QueueView(
        queue.builders(),
        queue.inLine(),
        queue.running().stream().map(Running::of).toList(),
        queue.queued().stream().map(Queued::of).toList(),
        queue.delayed().stream().map(Again::of).toList(),
        queue.waiting().stream().map(Waiting::of).toList());
  }

  /** Which build it is. */
  record Named(String id, long number, String repository, String ref, String sha, String message) {
    static Named of(Build build) {
      var request = build.request();
      return new Named(
          build.id().value(),
          build.number(),
          request.repository().value(),
          request.ref().name(),
          request.commit().sha().hex(),
          request.commit().message());
    }
  }

  record Running(
      Named build,
      String worker,
      @Nullable String startedAt,
      @Nullable String expectedEnd,
      @Nullable Long waitsForNumber) {
    static Running of(QueueStanding.Running running) {
      return new Running(
          Named.of(running.build()),
          running.worker(),
          Json.time(running.startedAt()),
          Json.time(running.expectedEnd()),
          running.heldBy());
    }
  }

  record Queued(
      Named build,
      int queuePosition,
      @Nullable String behind,
      @Nullable String queuedAt,
      @Nullable String expectedStart,
      @Nullable String obstacle) {
    static Queued of(QueueStanding.Queued queued) {
      var place = queued.place();
      return new Queued(
          Named.of(queued.build()),
          place.ahead(),
          queued.behind() == null ? null : queued.behind().id().value(),
          Json.time(queued.build().request().queuedAt()),
          Json.time(place.expectedStart()),
          place.obstacle());
    }
  }

  record Again(Named build, @Nullable String due, String reason) {
    static Again of(QueueStanding.Again again) {
      String why =
          again.build().state() instanceof BuildState.Queued(_, String because) ? because : "";
      return new Again(Named.of(again.build()), Json.time(again.due()), why);
    }
  }

  record Waiting(Named build, String waitsFor) {
    static Waiting of(Build build) {
      String what =
          build.state() instanceof BuildState.Waiting(String forApproval) ? forApproval : "";
      return new Waiting(Named.of(build), what);
    }
  }
}
