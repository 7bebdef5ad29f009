package dev.slipway.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.registry.PushGate.Held;
import dev.slipway.core.registry.PushGate.Waiter;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PushGateTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofSeconds(20);
  private final InMemoryPushLeases leases = new InMemoryPushLeases();
  private final PushGate gate = new PushGate(leases, SHORT, SHORT);

  @Test
  void aPushWaitsUntilTheCleaningHasEndedAndSaysSoOnce() throws Exception {
    Telling telling = new Telling();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Held> push;
      try (Held _ = gate.close(LONG)) {
        push = others.submit(() -> gate.enter(telling));
        assertThat(telling.told.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(push.isDone()).isFalse();
      }
      push.get(20, TimeUnit.SECONDS).close();
    }
    assertThat(telling.times).isEqualTo(1);
    assertThat(leases.close("later")).hasValue(0);
  }

  @Test
  void cleaningWaitsForThePushesUnderWay() throws Exception {
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Held push = gate.enter(new Telling());
      Future<Held> cleaning = others.submit(() -> gate.close(LONG));
      Telling late = new Telling();
      Future<Held> lateOne = others.submit(() -> gate.enter(late));
      assertThat(late.told.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(cleaning.isDone()).isFalse();

      push.close();
      cleaning.get(20, TimeUnit.SECONDS).close();

      lateOne.get(20, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void cleaningGivesUpOnAPushThatTakesTooLongAndLetsOthersIn() throws Exception {
    try (Held _ = gate.enter(new Telling())) {
      assertThatThrownBy(() -> gate.close(SHORT))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("pushes to the registry (1) did not end");

      gate.enter(new Telling()).close();
    }
  }

  @Test
  void aSecondCleaningIsRefused() throws Exception {
    try (Held _ = gate.close(LONG)) {
      assertThatThrownBy(() -> gate.close(LONG))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("already");
    }
    gate.close(LONG).close();
  }

  @Test
  void whoWaitsCanBeToldToStop() throws Exception {
    try (Held _ = gate.close(LONG)) {
      assertThatThrownBy(() -> gate.enter(new Stopped())).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void whereNobodyCleansNobodyWaits() throws Exception {
    try (Held _ = PushGate.alwaysOpen().enter(new Stopped())) {
      PushGate.alwaysOpen().close(SHORT).close();
    }
  }

  private static final class Telling implements Waiter {
    private final CountDownLatch told = new CountDownLatch(1);
    private int times;

    @Override
    public void goOn() {
      // For as long as it takes.
    }

    @Override
    public void waits() {
      times++;
      told.countDown();
    }
  }

  /** Is told to stop as soon as it waits. */
  private static final class Stopped implements Waiter {
    private boolean stopped;

    @Override
    public void goOn() {
      if (stopped) {
        throw new CancellationException("told to stop");
      }
    }

    @Override
    public void waits() {
      stopped = true;
    }
  }
}
