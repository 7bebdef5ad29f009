package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.EventStream;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.api.ServerEvent;
import dev.slipway.cli.api.Unreachable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows one build to its end: every line of its log once and in order, however often the
 * connection breaks. Used by one thread.
 */
public final class LogFollower {
  /** After this the build's record is asked, should its log never be closed. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** The server sends a sign of life every 15 seconds. */
  private static final int SILENCES_UNTIL_DEAD = 9;

  private static final Set<String> ENDED = Set.of("succeeded", "failed", "canceled", "skipped");

  private final Api api;
  private final Patience patience;
  private final LogListener listener;
  private final String id;
  private long last;

  public LogFollower(Api api, Patience patience, LogListener listener, String id) {
    this.api = api;
    this.patience = patience;
    this.listener = listener;
    this.id = id;
  }

  /** Follows until the build has ended; returns it as it is then. */
  public JsonNode follow() {
    while (true) {
      try (EventStream events = open()) {
        readToEnd(events);
        listener.pause();
        return ended();
      } catch (Unreachable e) {
        listener.pause();
        patience.lost(e);
      }
    }
  }

  private EventStream open() {
    return api.events(
        Api.path("builds", id, "log", "events"), last == 0 ? null : Long.toString(last));
  }

  private void readToEnd(EventStream events) {
    for (int silences = 0; ; ) {
      @Nullable ServerEvent event = events.next(SILENCE);
      if (event == null) {
        if (hasEnded(build())) {
          return;
        }
        if (++silences == SILENCES_UNTIL_DEAD) {
          throw new Unreachable("Slipway has been silent for too long", "");
        }
        continue;
      }
      silences = 0;
      patience.reached();
      if (event.type().equals("end")) {
        return;
      }
      take(event);
      if (!events.hasMore()) {
        listener.pause();
      }
    }
  }

  private void take(ServerEvent event) {
    switch (event.type()) {
      case "line" -> {
        JsonNode line = data(event);
        long number = line.path("n").asLong();
        // The server repeats nothing after Last-Event-ID; a proxy between might.
        if (number > last) {
          last = number;
          listener.line(line);
        }
      }
      case "step" -> listener.step(data(event));
      default -> {} // a sign of life, or news of a later version
    }
  }

  /** The log may be complete a moment before the record says how the build ended. */
  private JsonNode ended() {
    while (true) {
      JsonNode build = patience.outlast(this::build);
      if (hasEnded(build)) {
        return build;
      }
      Patience.pause(Duration.ofMillis(200));
    }
  }

  private JsonNode build() {
    return api.get(Api.path("builds", id));
  }

  /** Whether nothing more will happen to a build. */
  static boolean hasEnded(JsonNode build) {
    return ENDED.contains(Json.text(build, "status"));
  }

  private static JsonNode data(ServerEvent event) {
    try {
      return Json.read(event.data());
    } catch (IOException _) {
      throw new Unreachable("the event stream was cut in the middle of an event", "");
    }
  }
}
