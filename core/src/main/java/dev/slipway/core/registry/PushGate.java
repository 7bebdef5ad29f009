package dev.slipway.core.registry;

import dev.slipway.core.StoreUnavailableException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Keeps pushes and the cleaning of a registry apart: what was uploaded and is in no manifest yet
 * looks like garbage. Safe for concurrent use.
 *
 * <p>It spares pushes a refusal; nothing is lost without it, since the registry is read-only while
 * it is cleaned, and takes no manifest of which a part is missing.
 */
public final class PushGate {
  private final PushLeases leases;
  private final Duration glance;
  private final Duration heartbeat;

  public PushGate(PushLeases leases) {
    this(leases, Duration.ofMillis(250), PushLeases.LEASE.dividedBy(6));
  }

  /**
   * The same in its own time.
   *
   * @param glance how often who waits looks again
   * @param heartbeat how often what is held is renewed
   */
  PushGate(PushLeases leases, Duration glance, Duration heartbeat) {
    this.leases = leases;
    this.glance = glance;
    this.heartbeat = heartbeat;
  }

  /** One for a registry that nobody cleans. */
  public static PushGate alwaysOpen() {
    return new PushGate(new NobodyCleans());
  }

  /**
   * Waits until pushes are let in. When the store is away, nobody knows whether they are: that is
   * waited for, too.
   */
  public Held enter(Waiter waiter) throws InterruptedException {
    String push = "push-" + UUID.randomUUID();
    boolean told = false;
    waiter.goOn();
    while (!letIn(push)) {
      if (!told) {
        waiter.waits();
        told = true;
      }
      Thread.sleep(glance);
      waiter.goOn();
    }
    return new Held(() -> leases.renew(push) || leases.enter(push), () -> leases.leave(push));
  }

  private boolean letIn(String push) {
    try {
      return leases.enter(push);
    } catch (StoreUnavailableException _) {
      return false;
    }
  }

  /**
   * Closes the registry for pushes, and waits for those under way.
   *
   * @param most how long to wait for them
   * @throws RegistryException when they take longer, or somebody else has closed it; it is open
   *     then for all that this call did
   */
  public Held close(Duration most) throws RegistryException, InterruptedException {
    String cleaning = "clean-" + UUID.randomUUID();
    Held closed = null;
    try {
      OptionalInt under = leases.close(cleaning);
      if (under.isEmpty()) {
        throw new RegistryException(
            "the registry is being cleaned already", "wait until that has ended");
      }
      Held held = new Held(() -> leases.close(cleaning).isPresent(), () -> leases.open(cleaning));
      closed = held;
      awaitPushes(cleaning, most);
      closed = null;
      return held;
    } finally {
      if (closed != null) {
        closed.close();
      }
    }
  }

  private void awaitPushes(String cleaning, Duration most)
      throws RegistryException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      int under = leases.close(cleaning).orElse(0);
      if (under == 0) {
        return;
      }
      if (System.nanoTime() - start > most.toNanos()) {
        throw new RegistryException(
            "pushes to the registry (%d) did not end within %d s, so it was not cleaned"
                .formatted(under, most.toSeconds()),
            "it is tried again next time; choose an hour with fewer builds");
      }
      Thread.sleep(glance);
    }
  }

  /** Who waits to push. */
  public interface Waiter {
    /** Throws what is to end the waiting. */
    void goOn();

    /** Is told once, when there is something to wait for. */
    void waits();
  }

  /** What is held until it is closed, or its process ends. */
  public final class Held implements AutoCloseable {
    private final BooleanSupplier renew;
    private final Runnable release;
    private final Thread keeper;

    private Held(BooleanSupplier renew, Runnable release) {
      this.renew = renew;
      this.release = release;
      this.keeper = Thread.ofVirtual().name("registry-lease").start(this::keep);
    }

    private void keep() {
      try {
        while (true) {
          Thread.sleep(heartbeat);
          try {
            var _ = renew.getAsBoolean();
          } catch (StoreUnavailableException _) {
            // The next beat tries again; for longer outages see the class.
          }
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      keeper.interrupt();
      boolean interrupted = Thread.interrupted();
      try {
        keeper.join();
        release.run();
      } catch (InterruptedException _) {
        interrupted = true;
      } catch (StoreUnavailableException _) {
        // It runs out by itself.
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private static final class NobodyCleans implements PushLeases {
    @Override
    public boolean enter(String push) {
      return true;
    }

    @Override
    public boolean renew(String push) {
      return true;
    }

    @Override
    public void leave(String push) {
      // Nobody counts them.
    }

    @Override
    public OptionalInt close(String cleaning) {
      return OptionalInt.of(0);
    }

    @Override
    public void open(String cleaning) {
      // It always is.
    }
  }
}
