package dev.slipway.registrysync.sync;

import dev.slipway.core.Page;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.sync.PushedBuilds;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.core.sync.SyncRules;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.core.sync.SyncRunId;
import dev.slipway.core.sync.SyncRuns;
import dev.slipway.core.sync.SyncState;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts runs of rules to whose source a build pushed, and starts them again where they failed. A
 * build is looked at until a run was started that begins after its push; when this process dies
 * before, the next one looks at it.
 */
public final class PushWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PushWatch.class);

  /** Of what one build pushed; a rule is tried again for ever. */
  private static final int MOST_TRIES = 6;

  /** How long what failed is left alone, and how often it is looked for. */
  private static final Duration BEFORE_NEXT_TRY = Duration.ofMinutes(10);

  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final PushedBuilds pushed;
  private final Builds builds;
  private final SyncRules rules;
  private final SyncRuns runs;
  private final Clock clock;

  /** Of builds that are not wholly seen to: the rules that are. */
  private final Map<BuildId, Set<SyncRuleId>> seenTo = new HashMap<>();

  private final Thread thread = Thread.ofVirtual().name("sync-pushes").unstarted(this::watch);

  /** Does nothing until {@link #start}. */
  public PushWatch(
      PushedBuilds pushed, Builds builds, SyncRules rules, SyncRuns runs, Clock clock) {
    this.pushed = pushed;
    this.builds = builds;
    this.rules = rules;
    this.runs = runs;
    this.clock = clock;
  }

  public void start() {
    thread.start();
  }

  private void watch() {
    try {
      while (true) {
        try {
          lookAt(pushed.unseen(LOOK));
          tryAgain();
        } catch (StoreUnavailableException e) {
          LOG.warn("The store is away; copies of what was pushed wait for it: {}", e.getMessage());
          Thread.sleep(PAUSE);
        } catch (RuntimeException e) {
          LOG.error("Starting copies of what was pushed broke off, and is begun again", e);
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAt(List<BuildId> unseen) throws InterruptedException {
    boolean waits = false;
    for (BuildId id : unseen) {
      if (startedAll(id)) {
        pushed.seen(id);
        seenTo.remove(id);
      } else {
        waits = true;
      }
    }
    if (waits) {
      Thread.sleep(PAUSE);
    }
  }

  /** Whether all runs were started that follow from a build. */
  private boolean startedAll(BuildId id) {
    Optional<Build> build = builds.find(id);
    if (build.isEmpty() || !(build.get().state() instanceof BuildState.Succeeded succeeded)) {
      return true;
    }
    Set<SyncRuleId> done = seenTo.computeIfAbsent(id, _ -> new HashSet<>());
    boolean all = true;
    for (SyncRule copy : succeeded.copies()) {
      all &= seenThrough(id, copy);
    }
    for (SyncRule rule : rules.all()) {
      if (rule.trigger().onPush()
          && meansOneOf(rule, succeeded.images())
          && !done.contains(rule.id())) {
        // One that runs already may have listed the tags before the push.
        SyncRun run = runs.start(rule.id(), "build " + id);
        boolean begins = run.state() instanceof SyncState.Queued;
        all &= begins && done.add(rule.id());
      }
    }
    return all;
  }

  /** Whether nothing more is to be done for what a build wants to have copied. */
  private boolean seenThrough(BuildId build, SyncRule copy) {
    // Ids of runs sort by the time they were made, and so do those of builds after their prefix.
    String made = copy.id().value().substring(build.value().indexOf('_') + 1);
    for (int attempt = 1; attempt <= MOST_TRIES; attempt++) {
      SyncRunId run = new SyncRunId("run_" + made + "." + attempt);
      switch (runs.start(run, copy, "build " + build).state()) {
        case SyncState.Queued _, SyncState.Running _, SyncState.Canceling _ -> {
          return false;
        }
        case SyncState.Succeeded _, SyncState.Canceled _ -> {
          return true;
        }
        case SyncState.Failed failed -> {
          if (attempt < MOST_TRIES
              && failed.finishedAt().plus(BEFORE_NEXT_TRY).isAfter(clock.instant())) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean meansOneOf(SyncRule rule, List<BuiltImage> images) {
    return images.stream().anyMatch(image -> rule.on(image.image().repository()).isPresent());
  }

  private void tryAgain() {
    for (SyncRule rule : rules.all()) {
      if (rule.trigger().onPush()
          && last(rule).map(SyncRun::state).orElse(null) instanceof SyncState.Failed failed
          && failed.finishedAt().plus(BEFORE_NEXT_TRY).isBefore(clock.instant())) {
        var _ = runs.start(rule.id(), "another try");
      }
    }
  }

  private Optional<SyncRun> last(SyncRule rule) {
    return runs.list(rule.id(), new Page.Request(1, null)).items().stream().findFirst();
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
