package dev.slipway.webhook;

import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.delivery.Acceptance;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Deliveries.Outcome;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhooks of one repository, in the order in which they came. Those that arrive while others
 * are being stored go to the store together, each decided on what the one before it will leave: so
 * that a burst on one branch costs few trips to the store and no decision twice. What the store
 * does not take goes to disk, and whatever comes while something is there goes behind it.
 */
final class Line {
  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  /** So few that the next ones are received and read while the store writes these. */
  private static final int MOST_TOGETHER = 32;

  private static final long MOST_BYTES_TOGETHER = 4L << 20;

  private final RepositoryId repository;
  private final Deliveries deliveries;
  private final DiskQueue disk;
  private final ExecutorService threads;
  private final Clock clock;
  private final LastHeads heads;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  Line(
      RepositoryId repository,
      Deliveries deliveries,
      DiskQueue disk,
      ExecutorService threads,
      Clock clock) {
    this.repository = repository;
    this.deliveries = deliveries;
    this.disk = disk;
    this.threads = threads;
    this.clock = clock;
    this.heads = new LastHeads(repository, deliveries);
  }

  /** Blocks until it is stored. */
  Answer take(Undecided undecided, Repository now) throws NotStoredException {
    Waiting one = new Waiting(undecided, now, new CompletableFuture<>());
    waiting.add(one);
    if (count.getAndIncrement() == 0) {
      threads.execute(this::work);
    }
    try {
      return one.answer.join();
    } catch (CompletionException e) {
      throw new NotStoredException(
          "a delivery of " + now.name() + " could not be stored: " + e.getMessage(), e);
    }
  }

  /** Run by one thread at a time, as long as there is something to do. */
  private void work() {
    int done;
    do {
      List<Waiting> together = next();
      done = together.size();
      try {
        answer(together);
      } catch (RuntimeException e) {
        answerOneByOne(together, e);
      }
    } while (count.addAndGet(-done) > 0);
  }

  /** One of them cannot be stored, for a reason of its own: the others can. */
  private void answerOneByOne(List<Waiting> together, RuntimeException trouble) {
    heads.forget();
    for (Waiting one : together) {
      if (one.answer.isDone()) {
        continue;
      }
      try {
        if (together.size() == 1) {
          throw trouble;
        }
        answer(List.of(one));
      } catch (RuntimeException e) {
        heads.forget();
        one.answer.completeExceptionally(e);
      }
    }
  }

  private List<Waiting> next() {
    List<Waiting> together = new ArrayList<>();
    long bytes = 0;
    for (Waiting one = waiting.poll(); one != null; one = waiting.poll()) {
      together.add(one);
      bytes += one.undecided.draft().body().bytes().length;
      if (together.size() == MOST_TOGETHER || bytes >= MOST_BYTES_TOGETHER) {
        return together;
      }
    }
    return together;
  }

  private void answer(List<Waiting> together) {
    List<Waiting> open = together;
    try {
      while (!open.isEmpty()) {
        if (disk.isBefore(repository)) {
          keepOnDisk(open);
          return;
        }
        open = store(open);
      }
    } catch (StoreUnavailableException e) {
      LOG.warn("Deliveries of {} wait on disk: {}", repository, e.getMessage());
      heads.forget();
      disk.noteThatStoreIsAway();
      keepOnDisk(open);
    }
  }

  /** Returns those that have to be decided again, since a head was not where it was believed. */
  private List<Waiting> store(List<Waiting> open) {
    heads.know(open.stream().flatMap(one -> one.undecided.refs().stream()).toList());
    List<Acceptance> decided = new ArrayList<>(open.size());
    for (Waiting one : open) {
      Acceptance acceptance =
          Decide.on(one.undecided, one.repository, heads.of(one.undecided.refs()), clock);
      acceptance.moves().forEach(heads::expect);
      decided.add(acceptance);
    }
    List<Outcome> outcomes = deliveries.acceptAll(decided);
    List<Waiting> again = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      Waiting one = open.get(i);
      switch (outcomes.get(i)) {
        case Outcome.Accepted(var stored) ->
            one.answer.complete(new Answer.Accepted(stored, false));
        case Outcome.Duplicate(var first) -> {
          heads.forget(one.undecided.refs());
          one.answer.complete(new Answer.Accepted(first, true));
        }
        case Outcome.HeadsMoved() -> {
          heads.forget(one.undecided.refs());
          again.add(one);
        }
      }
    }
    return again;
  }

  private void keepOnDisk(List<Waiting> open) {
    for (Waiting one : open) {
      try {
        one.answer.complete(disk.add(one.undecided.draft()));
      } catch (NotStoredException e) {
        one.answer.completeExceptionally(e);
      }
    }
  }

  private record Waiting(
      Undecided undecided, Repository repository, CompletableFuture<Answer> answer) {}
}
