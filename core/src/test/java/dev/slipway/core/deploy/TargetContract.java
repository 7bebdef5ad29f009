package dev.slipway.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.core.deploy.ContainerEvent.What;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.Target.Condition.Exited;
import dev.slipway.core.deploy.Target.Condition.Gone;
import dev.slipway.core.deploy.Target.Condition.Running;
import dev.slipway.core.deploy.Target.Feed;
import dev.slipway.core.deploy.Target.Order;
import dev.slipway.core.deploy.Target.Usage;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.Workload;
import dev.slipway.core.pipeline.Workload.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every place that runs containers must do. */
public abstract class TargetContract extends ContainersContract {
  private static final List<String> MIGRATE =
      List.of("sh", "-c", "echo \"migrating for $API_TOKEN\"; echo done >&2; exit 4");

  /** Whether the place can stop processes where they are. */
  protected abstract boolean freezes();

  @Test
  void variablesAndSecretsAndLimitsReachTheContainer() throws Exception {
    Instance instance = start("limited", Behaviour.SERVES, 1).only();

    assertThat(holds(instance, "test \"$GREETING\" = 'Grüß Gott'")).isTrue();
    assertThat(holds(instance, "test \"$API_TOKEN\" = '" + SECRET + "'")).isTrue();
    assertThat(holds(instance, "test \"$PORT\" = " + PORT)).isTrue();
    assertThat(
            holds(
                instance,
                "test \"$(cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2> /dev/null)\""
                    + " = "
                    + PIDS))
        .isTrue();
  }

  @Test
  void aSecretThatIsMissingIsNamedAndNothingIsStarted() throws Exception {
    Order order = order("lacking", Behaviour.SERVES);
    Order lacking = new Order(order.deployment(), order.release(), Map.of());

    TargetException refused =
        catchThrowableOfType(TargetException.class, () -> target().start(lacking, 1));

    assertThat(refused).hasMessageContaining("TOKEN").hasMessageContaining("lacking");
    assertThat(refused.retryable()).isFalse();
    assertThat(instances("lacking")).isEmpty();
  }

  @Test
  void volumesOutliveReleasesAndBelongToOneService() throws Exception {
    List<Volume> volumes =
        List.of(new Volume("uploads", "/data", false), new Volume("rules", "/rules", true));
    Instance first = start(withVolumes("stateful", volumes), 1).only();
    assertThat(holds(first, "echo kept > /data/file && ! touch /rules/file")).isTrue();
    target().stop(first, GRACE);

    Instance second = start(withVolumes("stateful", volumes), 1).only();
    Instance other = start(withVolumes("stateful-too", volumes), 1).only();

    assertThat(holds(second, "test \"$(cat /data/file)\" = kept")).isTrue();
    assertThat(holds(other, "test ! -e /data/file")).isTrue();
  }

  private Order withVolumes(String service, List<Volume> volumes) {
    Workload usual = workload(Behaviour.SERVES);
    return order(service, workload(usual.command(), Resources.UNLIMITED, volumes));
  }

  @Test
  void aCommandInAContainerTellsItsExitCode() throws Exception {
    Instance instance = start("checked", Behaviour.SERVES, 1).only();

    assertThat(target().check(instance, List.of("true"), PATIENCE)).isZero();
    assertThat(
            target()
                .check(instance, List.of("sh", "-c", "yes | head -c 2000000; exit 3"), PATIENCE))
        .isEqualTo(3);
    assertThat(target().check(instance, List.of("no-such-command"), PATIENCE)).isIn(126, 127);
  }

  @Test
  void aCommandInAContainerIsKilledWhenItsTimeIsOver() throws Exception {
    Instance instance = start("hangs", Behaviour.SERVES, 1).only();
    long before = System.nanoTime();

    int code =
        target()
            .check(
                instance,
                List.of("sh", "-c", "trap '' TERM; sleep 4242; echo"),
                Duration.ofMillis(300));

    assertThat(code).isEqualTo(Target.KILLED);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(GRACE);
    assertThat(holds(instance, "! ps | grep -q '[s]leep 4242'")).isTrue();
    assertThat(target().condition(instance)).isInstanceOf(Running.class);
  }

  @Test
  void aCommandInAContainerThatHasEndedCannotRun() throws Exception {
    Instance instance = start("ended", Behaviour.EXITS, 1).only();
    await(instance, condition -> condition instanceof Exited);

    assertThat(
            catchThrowableOfType(
                TargetException.class, () -> target().check(instance, List.of("true"), PATIENCE)))
        .isNotNull();
  }

  @Test
  void whatRunsOnceIsFoundAgainAndIsNoContainerOfTheService() throws Exception {
    Order order = order("migrated", Behaviour.SERVES);
    target().prepare(order.release());
    Instance begun = target().runOnce(order, MIGRATE);

    assertThat(await(begun, condition -> condition instanceof Exited))
        .isEqualTo(new Exited(4, false));
    assertThat(target().lastLines(begun, 9))
        .containsExactlyInAnyOrder("migrating for " + SECRET, "done");
    assertThat(target().runOnce(order, MIGRATE)).isEqualTo(begun);
    assertThat(instances("migrated")).isEmpty();
    assertThat(target().services()).isEmpty();
    Instance serving = target().start(order, 1).getFirst();
    assertThat(target().condition(begun)).isEqualTo(new Exited(4, false));

    target().forget(order.deployment());
    target().forget(order.deployment());

    assertThat(target().condition(begun)).isEqualTo(new Gone());
    assertThat(target().condition(serving)).isInstanceOf(Running.class);
  }

  @Test
  void outputComesAsLinesHoweverItIsWritten() throws Exception {
    Instance instance = start("talks", Behaviour.TALKS, 1).only();
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    try (Feed feed = target().output(instance, Integer.MAX_VALUE, lines::add)) {
      List<String> first = List.of(next(lines), next(lines), next(lines));

      assertThat(first).containsExactlyInAnyOrder("grüß gott", "oops", "x".repeat(1_000_000));
      assertThat(feed.awaitEnd(Duration.ZERO)).isFalse();
      assertThat(feed.awaitEnd(PATIENCE)).isTrue();
    }
    await(instance, condition -> condition instanceof Exited);
    assertThat(target().lastLines(instance, 1)).containsExactly("no end");
  }

  @Test
  void outputOfWhatEndsIsToldToItsLastLine() throws Exception {
    Instance instance = start("last-words", Behaviour.EXITS, 1).only();
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    try (Feed feed = target().output(instance, Integer.MAX_VALUE, lines::add)) {
      assertThat(List.of(next(lines), next(lines))).containsExactly("no config", "giving up");
      assertThat(feed.awaitEnd(PATIENCE)).isTrue();
    }
  }

  @Test
  void outputIsFollowedFromItsLastLinesUntilNobodyListens() throws Exception {
    Instance instance = start("ticks", Behaviour.TICKS, 1).only();
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    Feed feed = target().output(instance, 1, lines::add);
    assertThat(List.of(next(lines), next(lines), next(lines))).containsOnly("tick");
    // Looking whether it has ended does not end it.
    assertThat(feed.awaitEnd(Duration.ZERO)).isFalse();
    lines.clear();
    assertThat(List.of(next(lines), next(lines), next(lines))).containsOnly("tick");
    feed.close();

    assertThat(feed.awaitEnd(PATIENCE)).isTrue();
    assertThat(target().condition(instance)).isInstanceOf(Running.class);
  }

  @Test
  void usageIsToldAgainAndAgainUntilItHasEnded() throws Exception {
    Instance instance = start("used", Behaviour.TICKS, 1).only();
    BlockingQueue<Usage> figures = new LinkedBlockingQueue<>();

    try (Feed feed = target().usage(instance, figures::add)) {
      Usage first = next(figures);
      assertThat(first.memory()).isBetween(1L, MEMORY);
      assertThat(first.memoryLimit()).isEqualTo(MEMORY);
      assertThat(first.pids()).isBetween(1L, (long) PIDS);
      assertThat(first.cpu()).isBetween(1L, 1000L);
      assertThat(next(figures)).isNotNull();
      target().halt(instance, Duration.ZERO);
      assertThat(feed.awaitEnd(PATIENCE)).isTrue();
    }
  }

  @Test
  void whatHappensToContainersIsToldFromAnyTimeOnThatThePlaceStillKnows() throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    BlockingQueue<ContainerEvent> told = new LinkedBlockingQueue<>();
    Started started;
    try (Feed _ = target().events(before, told::add)) {
      started = start("eventful", Behaviour.EXITS, 1);
      assertThat(happened(told, started).what()).isEqualTo(new What.Started());
      assertThat(happened(told, started).what()).isEqualTo(new What.Died(3, false));
    }
    try (Feed _ = target().events(before, told::add)) {
      ContainerEvent again = happened(told, started);
      assertThat(again.what()).isEqualTo(new What.Started());
      assertThat(again.at()).isBetween(before, Instant.now());
      assertThat(again.release()).isEqualTo(started.order().release().number());
    }
  }

  @Test
  void aContainerThatUsedTooMuchMemoryIsToldToHaveDiedOfThat() throws Exception {
    BlockingQueue<ContainerEvent> told = new LinkedBlockingQueue<>();
    try (Feed _ = target().events(Instant.now(), told::add)) {
      Started started = start("greedy-events", Behaviour.GREEDY, 1);

      assertThat(happened(told, started).what()).isEqualTo(new What.Started());
      assertThat(happened(told, started).what()).isEqualTo(new What.Died(Target.KILLED, true));
    }
  }

  /** The next event of that container. */
  private static ContainerEvent happened(BlockingQueue<ContainerEvent> told, Started started)
      throws InterruptedException {
    ContainerEvent event = next(told);
    while (!event.container().equals(started.only().id())) {
      event = next(told);
    }
    assertThat(event.service()).isEqualTo(started.order().release().service());
    return event;
  }

  @Test
  void whatIsFrozenStandsStillUntilItIsWoken() throws Exception {
    Instance instance = start("frozen", Behaviour.SERVES, 1).only();
    target().keep(instance);
    assertThat(answers(instance)).isTrue();

    target().freeze(instance);
    target().freeze(instance);

    assertThat(target().condition(instance))
        .isInstanceOf(freezes() ? Condition.Frozen.class : Running.class);
    assertThat(answersNow(instance)).isEqualTo(!freezes());
    assertThat(target().wake(instance)).isEqualTo(instance);
    assertThat(target().wake(instance)).isEqualTo(instance);
    assertThat(target().condition(instance)).isInstanceOf(Running.class);
    assertThat(answers(instance)).isTrue();
  }

  @Test
  void whatIsFrozenCanBeHaltedAndStopped() throws Exception {
    Started started = start("thawed", Behaviour.SERVES, 2);
    Instance halted = started.instances().getFirst();
    Instance stopped = started.instances().getLast();
    target().freeze(halted);
    target().freeze(stopped);

    target().halt(halted, GRACE);
    target().stop(stopped, GRACE);

    assertThat(target().condition(halted)).isInstanceOf(Exited.class);
    assertThat(target().condition(stopped)).isEqualTo(new Gone());
  }

  @Test
  void whatIsHaltedStaysAndCanRunAgain() throws Exception {
    Started started = start("halted", Behaviour.SERVES, 1);
    Instance instance = started.only();
    target().keep(instance);
    assertThat(answers(instance)).isTrue();

    target().halt(instance, GRACE);
    target().halt(instance, GRACE);

    assertThat(target().condition(instance)).isInstanceOf(Exited.class);
    assertThat(answersNow(instance)).isFalse();
    assertThat(target().containers(started.order().release().service()))
        .singleElement()
        .satisfies(placed -> {
          assertThat(placed.instance().id()).isEqualTo(instance.id());
          assertThat(placed.running()).isFalse();
        });
    Instance woken = target().wake(instance);
    assertThat(woken.id()).isEqualTo(instance.id());
    assertThat(target().condition(woken)).isInstanceOf(Running.class);
    assertThat(answers(woken)).isTrue();
  }

  @Test
  void whatDoesNotEndWhenHaltedIsKilledAfterTheGracePeriod() throws Exception {
    Instance instance = start("stubborn-halt", Behaviour.STUBBORN, 1).only();

    target().halt(instance, Duration.ofMillis(300));

    assertThat(target().condition(instance)).isInstanceOf(Exited.class);
  }

  @Test
  void whatIsGoneCannotBeWoken() throws Exception {
    Instance instance = start("lost", Behaviour.SERVES, 1).only();
    target().stop(instance, Duration.ZERO);

    TargetException refused =
        catchThrowableOfType(TargetException.class, () -> target().wake(instance));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused).hasMessageContaining("gone");
    target().halt(instance, GRACE);
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T found = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(found).isNotNull();
    return found;
  }
}
