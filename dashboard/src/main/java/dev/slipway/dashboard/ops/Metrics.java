package dev.slipway.dashboard.ops;

import dev.slipway.core.Page;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.live.EventFeed;
import dev.slipway.dashboard.live.LogHub;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Figures in the text format of Prometheus. Safe for concurrent use.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
public final class Metrics {
  private static final List<BuildState.Status> UNFINISHED =
      List.of(BuildState.Status.WAITING, BuildState.Status.QUEUED, BuildState.Status.RUNNING);

  /** Counting further than this costs more than the figure tells. */
  private static final int MOST_COUNTED = 10_000;

  private final Builds builds;
  private final LogHub logs;
  private final EventFeed events;
  private final Map<Integer, LongAdder> requests = new ConcurrentSkipListMap<>();

  public Metrics(Builds builds, LogHub logs, EventFeed events) {
    this.builds = builds;
    this.logs = logs;
    this.events = events;
  }

  /** Counts an answered request. */
  public void answered(int status) {
    requests.computeIfAbsent(status, _ -> new LongAdder()).increment();
  }

  public Answer show(Call call) {
    StringBuilder text = new StringBuilder();
    head(text, "slipway_builds", "gauge", "Builds that have not ended, by status, at most 10000.");
    unfinished()
        .forEach((status, count) ->
            text.append("slipway_builds{status=\"%s\"} %d\n".formatted(status, count)));
    head(text, "slipway_log_viewers", "gauge", "Log streams that this process serves.");
    text.append("slipway_log_viewers %d\n".formatted(logs.viewers()));
    head(text, "slipway_event_viewers", "gauge", "Event streams that this process serves.");
    text.append("slipway_event_viewers %d\n".formatted(events.viewers()));
    head(text, "slipway_http_requests_total", "counter", "Requests that this process answered.");
    requests.forEach((status, count) ->
        text.append(
            "slipway_http_requests_total{code=\"%d\"} %d\n".formatted(status, count.sum())));
    return Answer.of(200, "text/plain; version=0.0.4; charset=utf-8", text.toString());
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
  }

  private Map<String, Integer> unfinished() {
    Map<String, Integer> counts = new TreeMap<>();
    for (BuildState.Status status : UNFINISHED) {
      counts.put(status.id(), count(status));
    }
    return counts;
  }

  private int count(BuildState.Status status) {
    var filter = new Builds.Filter(null, null, status);
    int count = 0;
    Page<Build> page = builds.list(filter, new Page.Request(Page.Request.MOST, null));
    while (true) {
      count += page.items().size();
      if (page.next() == null || count >= MOST_COUNTED) {
        return count;
      }
      page = builds.list(filter, new Page.Request(Page.Request.MOST, page.next()));
    }
  }
}
