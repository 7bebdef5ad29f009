package dev.slipway.server;

import dev.slipway.builder.checkout.MirrorKeeper;
import dev.slipway.builder.steps.ContainerSteps;
import dev.slipway.builder.steps.StepCaches;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what builds leave behind and nobody needs any more: at the start, and then once a day.
 * What cannot be removed now is left to the next time.
 */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration EVERY = Duration.ofDays(1);
  private static final Duration CACHES_KEPT = Duration.ofDays(30);

  private final Store store;
  private final ContainerSteps steps;
  private final StepCaches caches;
  private final MirrorKeeper mirrors;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);

  private Housekeeping(Store store, ContainerSteps steps, StepCaches caches, MirrorKeeper mirrors) {
    this.store = store;
    this.steps = steps;
    this.caches = caches;
    this.mirrors = mirrors;
  }

  static Housekeeping start(
      Store store, ContainerSteps steps, StepCaches caches, MirrorKeeper mirrors) {
    Housekeeping housekeeping = new Housekeeping(store, steps, caches, mirrors);
    housekeeping.thread.start();
    return housekeeping;
  }

  private void run() {
    try {
      do {
        attempt("the containers of ended builds", () -> steps.removeAllLeftovers(this::isOpen));
        attempt("unused caches of steps", () -> caches.prune(CACHES_KEPT));
        attempt("unused mirrors", () -> mirrors.keep(repositories()));
      } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void attempt(String what, Chore chore) {
    try {
      chore.run();
    } catch (BuildFailedException | StoreUnavailableException e) {
      LOG.warn("{} cannot be removed now: {}", what, e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("failed to remove {}", what, e);
    }
  }

  private boolean isOpen(BuildId id) {
    Optional<Build> build = store.builds().find(id);
    return build.isPresent() && !build.get().state().ended();
  }

  private Set<RepositoryId> repositories() {
    return store.repositories().all().stream().map(Repository::id).collect(Collectors.toSet());
  }

  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    thread.interrupt();
    thread.join();
  }

  /** One thing to clean up. */
  @FunctionalInterface
  private interface Chore {
    void run() throws BuildFailedException;
  }
}
