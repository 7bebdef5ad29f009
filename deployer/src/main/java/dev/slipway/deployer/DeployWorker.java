package dev.slipway.deployer;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.Targets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works the queue of deployments: claims them, holds their leases by a heartbeat, rolls them out.
 * Whatever breaks off an attempt, the recorded state is where the next claim goes on. Safe for
 * concurrent use.
 */
public final class DeployWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeployWorker.class);
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration HEARTBEAT = DeploymentQueue.LEASE.dividedBy(3);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** What is under way may finish this long; then it is left for the next start. */
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  /** With their pauses about three minutes: longer than any outage that leaves the lease alone. */
  private static final int MOST_FAILURES = 40;

  private final DeploymentQueue queue;
  private final Rollout rollout;
  private final WorkerId name;
  private final int atOnce;
  private final Time time;
  private final List<Thread> loops = new ArrayList<>();
  private final Set<Thread> busy = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  DeployWorker(DeploymentQueue queue, Rollout rollout, WorkerId name, int atOnce, Time time) {
    this.queue = queue;
    this.rollout = rollout;
    this.name = name;
    this.atOnce = atOnce;
    this.time = time;
  }

  /**
   * A worker that is not started yet.
   *
   * @param name the same after a restart, so that what was under way goes on at once
   * @param atOnce how many rollouts, of different services, at a time
   */
  public static DeployWorker of(
      DeployerStore store, Targets targets, WorkerId name, int atOnce, Clock clock) {
    Rollout rollout = new Assembly(store, new Sockets(), Time.SYSTEM, clock).rollout(targets);
    return new DeployWorker(store.queue(), rollout, name, atOnce, Time.SYSTEM);
  }

  /** Begins to claim. To be called once. */
  public synchronized void start() {
    for (int i = 1; i <= atOnce; i++) {
      // A name for each loop: it holds one deployment at a time, so that whatever the store says
      // this name holds already was left over from before.
      WorkerId loop = new WorkerId(name.value() + "-" + i);
      loops.add(Thread.ofVirtual().name("deploy-" + i).start(() -> work(loop)));
    }
  }

  /** Claims no more, lets what is under way finish for a moment, then leaves it as recorded. */
  @Override
  public synchronized void close() {
    closing = true;
    loops.stream().filter(loop -> !busy.contains(loop)).forEach(Thread::interrupt);
    Duration started = time.now();
    for (Thread loop : loops) {
      Duration left = CLOSE_WITHIN.minus(time.since(started));
      try {
        if (!loop.join(left.isNegative() ? Duration.ZERO : left)) {
          loop.interrupt();
        }
      } catch (InterruptedException e) {
        loops.forEach(Thread::interrupt);
        Thread.currentThread().interrupt();
        return;
      }
    }
    loops.clear();
  }

  private void work(WorkerId loop) {
    Duration pause = FIRST_PAUSE;
    while (!closing) {
      try {
        queue.claim(loop, WAIT).ifPresent(this::attempt);
        pause = FIRST_PAUSE;
      } catch (InterruptedException e) {
        // Told to close, or to leave a lost lease: the loop's condition knows which.
        LOG.debug("{} was interrupted", loop);
      } catch (RuntimeException e) {
        LOG.warn("{} tries again in {}: {}", loop, Words.of(pause), e.toString());
        LOG.debug("the cause", e);
        pause = rest(pause);
      }
    }
  }

  private Duration rest(Duration pause) {
    try {
      time.pause(pause);
    } catch (InterruptedException e) {
      LOG.debug("woken up to close");
    }
    return longer(pause);
  }

  private static Duration longer(Duration pause) {
    Duration next = pause.multipliedBy(2);
    return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
  }

  /** Makes one attempt, with its heartbeat beside it. */
  void attempt(Deployment claimed) {
    Lease lease = new Lease(queue, claimed, time);
    Thread attempt = Thread.currentThread();
    busy.add(attempt);
    Thread heartbeat =
        Thread.ofVirtual().name("lease-" + claimed.id()).start(() -> beat(lease, attempt));
    try {
      Deployment ended = finish(claimed, lease);
      LOG.info("{} v{} is {}", ended.service(), ended.release(), ended.state().status().id());
    } catch (LeaseLostException e) {
      LOG.warn("left alone: {}", e.getMessage());
    } catch (InterruptedException e) {
      LOG.info("{} is left as recorded and goes on later", claimed.id());
    } finally {
      stop(heartbeat);
      busy.remove(attempt);
    }
  }

  /** While the lease is held, a store that was away for a moment costs no new attempt. */
  private Deployment finish(Deployment claimed, Lease lease)
      throws LeaseLostException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int failures = 0; ; failures++) {
      try {
        return failures == 0 ? rollout.run(claimed, lease) : rollout.again(claimed, lease);
      } catch (RuntimeException e) {
        lease.check();
        if (failures >= MOST_FAILURES) {
          LOG.error("{} is given up", claimed.id(), e);
          return rollout.abandon(claimed, lease, e);
        }
        LOG.warn("{} goes on in {} after: {}", claimed.id(), Words.of(pause), e.toString());
        LOG.debug("the cause", e);
      }
      time.pause(pause);
      pause = longer(pause);
    }
  }

  private void beat(Lease lease, Thread attempt) {
    try {
      Duration pause = HEARTBEAT;
      while (lease.held()) {
        time.pause(pause);
        pause = renew(lease) ? HEARTBEAT : FIRST_PAUSE;
      }
      attempt.interrupt();
    } catch (InterruptedException e) {
      LOG.debug("the attempt is over");
    }
  }

  /** False when the store could not be asked; what it said is in the lease. */
  private static boolean renew(Lease lease) {
    try {
      lease.renew();
      return true;
    } catch (RuntimeException e) {
      LOG.warn("a lease could not be renewed, trying again: {}", e.toString());
      return false;
    }
  }

  private static void stop(Thread heartbeat) {
    heartbeat.interrupt();
    boolean interrupted = false;
    while (heartbeat.isAlive()) {
      try {
        heartbeat.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    // An interruption that came too late for this attempt must not hit the next claim.
    interrupted |= Thread.interrupted();
    LOG.debug("heartbeat ended, interrupted meanwhile: {}", interrupted);
  }
}
