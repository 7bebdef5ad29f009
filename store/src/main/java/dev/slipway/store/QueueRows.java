package dev.slipway.store;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.QueueSnapshot;
import dev.slipway.core.build.QueueSnapshot.Delayed;
import dev.slipway.core.build.QueueSnapshot.InLine;
import dev.slipway.core.build.QueueSnapshot.Running;
import dev.slipway.core.source.Labels;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what {@code read_queue.lua} answers. Used once. */
final class QueueRows {
  /** Where the builds begin in the row of a line. */
  private static final int BEFORE_BUILDS = 4;

  private final List<Labels> builders = new ArrayList<>();
  private final List<String[]> running = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final List<Delayed> delayed = new ArrayList<>();
  private final Map<String, Duration> typical = new HashMap<>();

  private QueueRows() {}

  static QueueSnapshot read(List<@Nullable String> rows) {
    QueueRows all = new QueueRows();
    rows.forEach(row -> all.add(Objects.requireNonNull(row).split("\t", -1)));
    return all.snapshot();
  }

  private void add(String[] row) {
    switch (row[0]) {
      case "builder" -> builders.add(Labels.parse(row[1]));
      case "running" -> running.add(row);
      case "line" -> addLine(row);
      case "delayed" ->
          delayed.add(
              new Delayed(new BuildId(row[1]), Instant.ofEpochMilli(Long.parseLong(row[2]))));
      case "took" -> addSpans(row);
      default -> throw new IllegalStateException("Redis tells of something unknown: " + row[0]);
    }
  }

  /** A repository gets one build for each of its turns. */
  private void addLine(String[] row) {
    long turn = Long.parseLong(row[3]);
    Labels needed = Labels.parse(row[2]);
    for (int i = BEFORE_BUILDS; i + 1 < row.length; i += 2) {
      double place = Double.parseDouble(row[i + 1]);
      turns.add(new Turn(turn++, place, row[i], row[1], needed));
    }
  }

  private void addSpans(String[] row) {
    Duration median = RedisBuildQueue.median(List.of(row).subList(2, row.length));
    if (median != null) {
      typical.put(row[1], median);
    }
  }

  private QueueSnapshot snapshot() {
    return new QueueSnapshot(
        builders,
        running.stream()
            .map(this::running)
            .sorted(Comparator.comparing(Running::startedAt))
            .toList(),
        turns.stream()
            .sorted(Comparator.comparingLong(Turn::turn).thenComparingDouble(Turn::place))
            .map(this::inLine)
            .toList(),
        delayed);
  }

  private Running running(String[] row) {
    return new Running(
        new BuildId(row[1]),
        new RepositoryId(row[2]),
        Long.parseLong(row[3]),
        Instant.parse(row[4]),
        row[5].isEmpty() ? null : Long.valueOf(row[5]),
        typical.get(row[2]));
  }

  private InLine inLine(Turn turn) {
    return new InLine(
        new BuildId(turn.build()),
        new RepositoryId(turn.repository()),
        turn.needed(),
        typical.get(turn.repository()));
  }

  private record Turn(long turn, double place, String build, String repository, Labels needed) {}
}
