package dev.slipway.webhook;

import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.event.Event;
import dev.slipway.core.event.Events;
import dev.slipway.core.log.Logs.Subscription;
import dev.slipway.core.source.RemoteHeads;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the pushes that no webhook told of: compares every enabled repository with what was last
 * decided on its refs, at the start and then regularly. A webhook that is merely on its way is not
 * forestalled: except at the start, and always for refs that are gone, a difference counts when it
 * is still there on a second look. What fails for one repository is tried again in the next round.
 * Several processes may do this at once; what they find is still decided once.
 */
public final class Reconciler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final Repositories repositories;
  private final Pace pace;
  private final CompareRepository compare;
  private final Troubles troubles = new Troubles();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore atOnce;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Subscription feed;

  private Reconciler(Ports ports, RemoteHeads remote, FailedDeliveries failed, Pace pace) {
    this.repositories = ports.repositories();
    this.pace = pace;
    this.compare =
        new CompareRepository(remote, ports.deliveries(), failed, troubles, ports.clock());
    this.atOnce = new Semaphore(pace.atOnce());
    this.feed = ports.events().subscribe(this::told);
  }

  /** Begins with a round at once, and notices repositories that are added from now on. */
  public static Reconciler start(
      Ports ports, RemoteHeads remote, FailedDeliveries failed, Pace pace) {
    Reconciler reconciler = new Reconciler(ports, remote, failed, pace);
    reconciler.threads.execute(reconciler::rounds);
    return reconciler;
  }

  /** What Slipway keeps that is compared and added to. */
  public record Ports(
      Repositories repositories, Deliveries deliveries, Events events, Clock clock) {}

  /**
   * How often, and how gently.
   *
   * @param every from the end of a round to the next
   * @param grace from the first look at a difference to the second
   * @param atOnce how many repositories are asked at the same time
   */
  public record Pace(Duration every, Duration grace, int atOnce) {
    /** Beyond what any forge takes from a push to its webhook. */
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(20);

    private static final int AT_ONCE = 8;

    /** Looks twice within a round, and never longer apart than the rounds are. */
    public static Pace every(Duration interval) {
      boolean often = interval.compareTo(LONGEST_GRACE) < 0;
      return new Pace(interval, often ? interval : LONGEST_GRACE, AT_ONCE);
    }
  }

  private void rounds() {
    try {
      round(true);
      while (!closing.await(pace.every().toMillis(), TimeUnit.MILLISECONDS)) {
        round(false);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** A new repository is looked at soon, so that what is pushed from then on counts. */
  private void told(Event event) {
    if (event.type().equals("repository") && event.status().equals("added")) {
      threads.execute(
          () -> repositories.find(new RepositoryId(event.subject())).ifPresent(compare::look));
    }
  }

  private void round(boolean first) throws InterruptedException {
    try {
      List<CompareRepository.Look> looks = lookAt(enabled());
      List<CompareRepository.Look> sure = new ArrayList<>();
      List<CompareRepository.Look> unsure = new ArrayList<>();
      for (CompareRepository.Look look : looks) {
        (first && look.surely() ? sure : unsure).add(look);
      }
      sure.forEach(this::decideOnWhatIsThere);
      decideOnWhatStays(unsure);
    } catch (RuntimeException e) {
      LOG.warn("A round of looking for missed pushes failed; the next one tries again", e);
    }
  }

  private List<Repository> enabled() {
    List<Repository> enabled = repositories.all().stream().filter(Repository::enabled).toList();
    troubles.keepOnly(enabled.stream().map(Repository::id).collect(Collectors.toSet()));
    return enabled;
  }

  private List<CompareRepository.Look> lookAt(List<Repository> wanted) throws InterruptedException {
    List<Future<CompareRepository.Look>> asked = new ArrayList<>();
    for (Repository repository : wanted) {
      atOnce.acquire();
      asked.add(
          threads.submit(() -> {
            try {
              return compare.look(repository);
            } finally {
              atOnce.release();
            }
          }));
    }
    List<CompareRepository.Look> looks = new ArrayList<>();
    for (Future<CompareRepository.Look> answer : asked) {
      try {
        looks.add(answer.get());
      } catch (ExecutionException e) {
        LOG.warn("A repository could not be compared; the next round tries again", e.getCause());
      }
    }
    return looks;
  }

  private void decideOnWhatIsThere(CompareRepository.Look look) {
    for (FoundChange change : look.missed()) {
      if (change.after() != null) {
        decide(look.repository(), change);
      }
    }
  }

  private void decideOnWhatStays(List<CompareRepository.Look> firstLooks)
      throws InterruptedException {
    List<CompareRepository.Look> missing =
        firstLooks.stream().filter(look -> !look.missed().isEmpty()).toList();
    if (missing.isEmpty() || closing.await(pace.grace().toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    List<Repository> again = missing.stream().map(CompareRepository.Look::repository).toList();
    for (CompareRepository.Look second : lookAt(again)) {
      missing.stream()
          .filter(first -> first.repository().id().equals(second.repository().id()))
          .flatMap(first -> first.missed().stream())
          .filter(second.missed()::contains)
          .forEach(change -> decide(second.repository(), change));
    }
  }

  /** What fails for one does not keep the others. */
  private void decide(Repository repository, FoundChange change) {
    try {
      compare.decide(repository, change);
    } catch (RuntimeException e) {
      LOG.warn(
          "{}: {} could not be decided; the next round tries again",
          repository.name(),
          change.ref(),
          e);
    }
  }

  @Override
  public void close() {
    feed.close();
    closing.countDown();
    threads.shutdownNow();
    threads.close();
  }
}
