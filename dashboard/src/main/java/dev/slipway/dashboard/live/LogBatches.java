package dev.slipway.dashboard.live;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Logs;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The lines that a log has, from a number on, read a batch at a time as they are asked for; so that
 * a log of any length passes through little memory.
 */
public record LogBatches(Logs logs, BuildId build, long from) implements Iterable<List<LogLine>> {
  private static final int LINES_PER_READ = 8192;

  @Override
  public Iterator<List<LogLine>> iterator() {
    return new Batches();
  }

  private final class Batches implements Iterator<List<LogLine>> {
    private List<LogLine> batch = logs.read(build, from, LINES_PER_READ).lines();

    @Override
    public boolean hasNext() {
      return !batch.isEmpty();
    }

    @Override
    public List<LogLine> next() {
      if (batch.isEmpty()) {
        throw new NoSuchElementException("the log has no more lines");
      }
      List<LogLine> current = batch;
      batch = logs.read(build, current.getLast().number() + 1, LINES_PER_READ).lines();
      return current;
    }
  }
}
