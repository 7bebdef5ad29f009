package dev.slipway.dashboard.live;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.Builds;
import dev.slipway.core.log.Logs;
import dev.slipway.core.log.Logs.Subscription;
import java.util.HashMap;
import java.util.Map;

/** The builds that somebody watches right now, one channel each. Safe for concurrent use. */
public final class LogHub implements AutoCloseable {
  private final Builds builds;
  private final Logs logs;
  private final Subscription steps;
  private final Map<BuildId, Shared> watched = new HashMap<>();

  public LogHub(Builds builds, Logs logs, EventFeed events) {
    this.builds = builds;
    this.logs = logs;
    this.steps =
        events.listen(event -> {
          if (event.type().equals("build")) {
            changed(new BuildId(event.subject()));
          }
        });
  }

  /** Joins the viewers of a build, which must exist. */
  Watch watch(BuildId id) {
    synchronized (watched) {
      Shared shared =
          watched.computeIfAbsent(id, _ -> new Shared(new LogChannel(id, builds, logs)));
      shared.viewers++;
      shared.channel.seenBy(shared.viewers);
      return new Watch(this, id, shared.channel);
    }
  }

  private void leave(BuildId id) {
    LogChannel unwatched;
    synchronized (watched) {
      Shared shared = watched.get(id);
      if (shared == null) {
        return;
      }
      shared.viewers--;
      shared.channel.seenBy(shared.viewers);
      if (shared.viewers > 0) {
        return;
      }
      watched.remove(id);
      unwatched = shared.channel;
    }
    unwatched.close();
  }

  private void changed(BuildId id) {
    synchronized (watched) {
      Shared shared = watched.get(id);
      if (shared != null) {
        shared.channel.markStale();
      }
    }
  }

  /** How many viewers there are, of all builds. */
  public int viewers() {
    synchronized (watched) {
      return watched.values().stream().mapToInt(shared -> shared.viewers).sum();
    }
  }

  @Override
  public void close() {
    steps.close();
    synchronized (watched) {
      watched.values().forEach(shared -> shared.channel.close());
      watched.clear();
    }
  }

  /** One viewer's part in a channel, until closed. */
  record Watch(LogHub hub, BuildId id, LogChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      hub.leave(id);
    }
  }

  private static final class Shared {
    private final LogChannel channel;
    private int viewers;

    Shared(LogChannel channel) {
      this.channel = channel;
    }
  }
}
