package dev.slipway.dashboard.api;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.Builds;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Logs;
import dev.slipway.core.log.PlainText;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Outflow;
import dev.slipway.dashboard.http.ProblemException;
import dev.slipway.dashboard.live.LineView;
import dev.slipway.dashboard.live.LogBatches;
import dev.slipway.dashboard.live.LogEvents;
import dev.slipway.dashboard.live.LogHub;
import dev.slipway.dashboard.live.LogText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The logs of builds, in every form that somebody reads them in. Safe for concurrent use. */
public final class LogApi {
  private static final int DEFAULT_LINES = 1000;
  private static final int MOST_LINES = 10_000;

  private final Builds builds;
  private final Logs logs;
  private final LogHub hub;
  private final LogText text;

  public LogApi(Builds builds, Logs logs, LogHub hub) {
    this.builds = builds;
    this.logs = logs;
    this.hub = hub;
    this.text = new LogText(logs, hub);
  }

  /** A window of lines, of all steps or of one. */
  public Answer window(Call call) {
    BuildId id = id(call);
    long from = call.number("from", 1, 1);
    int limit = (int) Math.min(MOST_LINES, call.number("limit", 1, DEFAULT_LINES));
    String step = call.query("step").orElse(null);
    Logs.Window window = logs.read(id, from, limit);
    List<LogLine> lines = step == null ? window.lines() : ofStep(id, from, limit, step);
    return Answer.json(
        200,
        new WindowView(
            lines.stream().map(LineView::of).toList(), window.total(), window.complete()));
  }

  /** What the log holds, without the texts. */
  public Answer outline(Call call) {
    Build build = BuildsApi.find(builds, call);
    // Looked at first: what is complete then is surveyed to its end.
    boolean complete = logs.read(build.id(), 1, 1).complete();
    return Answer.json(200, OutlineView.of(build, complete, logs.survey(build.id())));
  }

  private List<LogLine> ofStep(BuildId id, long from, int limit, String step) {
    List<LogLine> found = new ArrayList<>();
    for (List<LogLine> lines : new LogBatches(logs, id, from)) {
      lines.stream().filter(line -> line.step().equals(step)).forEach(found::add);
      if (found.size() >= limit) {
        return found.subList(0, limit);
      }
    }
    return found;
  }

  public Answer search(Call call) throws InterruptedException {
    BuildId id = id(call);
    String regex = call.query("regex").orElse(null);
    String plain = call.query("q").orElse(null);
    if ((regex == null) == (plain == null)) {
      throw ProblemException.invalid("q", "give either q or regex", "?q=TEXT or ?regex=PATTERN");
    }
    boolean exact = call.query("case").map("true"::equals).orElse(regex != null);
    LogSearch search =
        plain == null ? LogSearch.forPattern(regex, exact) : LogSearch.forText(plain, exact);
    return Answer.json(200, search.in(logs, id));
  }

  /** The log as plain text, without colours. */
  public void plain(Call call, Outflow out) throws IOException, InterruptedException {
    send(call, PlainText::of, out);
  }

  /** The log as text, as the steps wrote it. */
  public void ansi(Call call, Outflow out) throws IOException, InterruptedException {
    send(call, UnaryOperator.identity(), out);
  }

  private void send(Call call, UnaryOperator<String> form, Outflow out)
      throws IOException, InterruptedException {
    text.send(id(call), range(call), form, out);
  }

  /** Texts have no validators, so a conditional range is answered with the whole. */
  private static @Nullable String range(Call call) {
    return call.header("If-Range").isPresent() ? null : call.header("Range").orElse(null);
  }

  /** The log as events; resumes behind {@code Last-Event-ID}, or starts at {@code from}. */
  public void events(Call call, Outflow out) throws IOException, InterruptedException {
    BuildId id = id(call);
    long after = call.number("from", 1, 1) - 1;
    String last = call.header("Last-Event-ID").orElse("");
    if (!last.isEmpty()) {
      try {
        after = Math.max(0, Long.parseLong(last));
      } catch (NumberFormatException e) {
        throw ProblemException.unreadable("Last-Event-ID must be the number of a log line");
      }
    }
    LogEvents.send(hub, id, after, out);
  }

  private BuildId id(Call call) {
    return BuildsApi.find(builds, call).id();
  }

  private record WindowView(List<LineView> lines, long total, boolean complete) {}
}
