package dev.slipway.core.log;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.InMemoryBuildStore;
import dev.slipway.core.build.InMemoryBuildStore.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** See {@link InMemoryBuildStore#logs}. */
public final class InMemoryLogs implements Logs {
  private static final int STRETCH = 1000;
  private final InMemoryBuildStore store;

  public InMemoryLogs(InMemoryBuildStore store) {
    this.store = store;
  }

  @Override
  public long total(BuildId build) {
    return read(build, 1, 1).total();
  }

  @Override
  public boolean append(BuildId build, int attempt, List<LogLine> lines) {
    return store.locked(() ->
        store
            .find(build)
            .filter(entry -> entry.isHeld(attempt))
            .map(entry -> append(entry, lines))
            .orElse(false));
  }

  private static boolean append(Entry entry, List<LogLine> lines) {
    long total = entry.log().size();
    if (!lines.isEmpty() && lines.getFirst().number() > total + 1) {
      throw new IllegalArgumentException(
          "line " + lines.getFirst().number() + " does not follow line " + total);
    }
    entry.append(lines.stream().filter(line -> line.number() > total).toList());
    return true;
  }

  @Override
  public Window read(BuildId build, long from, int limit) {
    return store.locked(() ->
        store
            .find(build)
            .map(entry ->
                new Window(window(entry.log(), from, limit), entry.log().size(), entry.ended()))
            .orElse(new Window(List.of(), 0, false)));
  }

  private static List<LogLine> window(List<LogLine> log, long from, int limit) {
    long start = Math.clamp(from - 1, 0, log.size());
    return List.copyOf(log.subList((int) start, (int) Math.min(log.size(), start + limit)));
  }

  @Override
  public void sift(BuildId build, long from, long to, Sieve sieve, Predicate<LogLine> wanted) {
    int limit = Math.clamp(to - from + 1, 0, Integer.MAX_VALUE);
    for (LogLine line : read(build, from, limit).lines()) {
      byte[] text = line.text().getBytes(StandardCharsets.UTF_8);
      if (sieve.passes(text, 0, text.length) && !wanted.test(line)) {
        return;
      }
    }
  }

  @Override
  public List<LogStretch> survey(BuildId build) {
    List<LogStretch> stretches = new ArrayList<>();
    List<LogLine> lines = read(build, 1, STRETCH).lines();
    while (!lines.isEmpty()) {
      stretches.add(LogStretch.of(lines));
      lines = read(build, lines.getLast().number() + 1, STRETCH).lines();
    }
    return stretches;
  }

  @Override
  public Subscription follow(BuildId build, Runnable onMore) {
    return store.follow(build, onMore);
  }
}
