package dev.slipway.webhook.forge;

import dev.slipway.core.account.AccountId;
import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.HookState;
import dev.slipway.core.account.Onboarding;
import dev.slipway.core.source.Connection;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the webhooks of all connected repositories again and again, and repairs them. What fails
 * for one repository is written to the log, and the next one has its turn; an account whose forge
 * is down, or wants to be left alone, is so until the next round.
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
    var _ = thread.scheduleWithFixedDelay(this::round, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** One round over all repositories. */
  void round() {
    try {
      Set<AccountId> resting = new HashSet<>();
      for (Repository repository : repositories.all()) {
        Connection connection = repository.connection();
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        if (repository.enabled()
            && connection != null
            && !resting.contains(connection.account())
            && !check(repository)) {
          resting.add(connection.account());
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("the webhooks could not be looked at; the next round will", e);
    }
  }

  /** Returns false when the account's forge is better left alone for this round. */
  private boolean check(Repository repository) {
    try {
      switch (onboarding.checkHook(repository.id())) {
        case HookState.Fine() -> LOG.debug("the webhook of {} is fine", repository.name());
        case HookState.Repaired(String what) ->
            LOG.info("repaired the webhook of {}: {}", repository.name(), what);
        case HookState.ByHand(String why) ->
            LOG.debug("the webhook of {} is kept by hand: {}", repository.name(), why);
      }
      return true;
    } catch (ForgeException e) {
      LOG.warn("the webhook of {} was not checked: {}", repository.name(), e.getMessage());
      return !e.kind().temporary();
    } catch (RuntimeException e) {
      LOG.warn("the webhook of {} was not checked", repository.name(), e);
      return true;
    }
  }

  /** Ends a round that is under way. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
