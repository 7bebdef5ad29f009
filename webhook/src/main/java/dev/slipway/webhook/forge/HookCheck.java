package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.HookState;
import dev.slipway.core.account.Onboarding;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the webhooks of all connected repositories again and again, and repairs them. What fails
 * for one repository is written to the log, and the next one has its turn.
 */
public final class HookCheck implements AutoCloseable {
  /** Often enough for a webhook that somebody deleted; the reconciler finds its pushes earlier. */
  public static final Duration HOURLY = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(HookCheck.class);

  private final Repositories repositories;
  private final Onboarding onboarding;
  private final ScheduledExecutorService thread;

  /** Does nothing before {@link #start}. */
  public HookCheck(Repositories repositories, Onboarding onboarding) {
    this.repositories = repositories;
    this.onboarding = onboarding;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("hook-check").daemon().factory());
  }

  /** Begins; the first round is one interval from now. */
  public void start(Duration interval) {
    long millis = interval.toMillis();
    thread.scheduleWithFixedDelay(this::round, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** One round over all repositories. */
  void round() {
    try {
      for (Repository repository : repositories.all()) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        if (repository.enabled() && repository.connection() != null) {
          check(repository);
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("the webhooks could not be looked at; the next round will", e);
    }
  }

  private void check(Repository repository) {
    try {
      switch (onboarding.checkHook(repository.id())) {
        case HookState.Fine() -> LOG.debug("the webhook of {} is fine", repository.name());
        case HookState.Repaired(String what) ->
            LOG.info("repaired the webhook of {}: {}", repository.name(), what);
        case HookState.ByHand(String why) ->
            LOG.debug("the webhook of {} is kept by hand: {}", repository.name(), why);
      }
    } catch (ForgeException | RuntimeException e) {
      LOG.warn("the webhook of {} was not checked: {}", repository.name(), e.getMessage());
    }
  }

  /** Ends a round that is under way. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
