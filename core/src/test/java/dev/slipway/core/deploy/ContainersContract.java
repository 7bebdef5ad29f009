package dev.slipway.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Target.Condition.Exited;
import dev.slipway.core.deploy.Target.Condition.Gone;
import dev.slipway.core.deploy.Target.Condition.Running;
import dev.slipway.core.deploy.Target.Health;
import dev.slipway.core.deploy.Target.Placed;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a place starts containers, finds them again and ends them. */
public abstract class ContainersContract extends SessionsContract {
  @Test
  void containersThatAreStartedRunAndAnswer() throws Exception {
    Started started = start("serves", Behaviour.SERVES, 2);

    assertThat(started.instances()).hasSize(2);
    assertThat(started.instances())
        .allSatisfy(i -> assertThat(target().condition(i)).isEqualTo(new Running(Health.NONE, 0)))
        .allMatch(TargetStage::answers);
    assertThat(instances("serves")).containsExactlyInAnyOrderElementsOf(started.instances());
  }

  @Test
  void startingAgainAfterACrashAdoptsWhatRuns() throws Exception {
    Started started = start("adopted", Behaviour.SERVES, 2);

    assertThat(target().start(started.order(), 2)).containsExactlyElementsOf(started.instances());
    assertThat(instances("adopted")).hasSize(2);
  }

  @Test
  void moreAreStartedBesideThoseThatRunAndNoneIsTakenAway() throws Exception {
    Started first = start("grown", Behaviour.SERVES, 1);

    List<Instance> both = target().start(first.order(), 2);

    assertThat(both).hasSize(2).contains(first.only());
    assertThat(target().start(first.order(), 1)).containsExactlyElementsOf(both);
    assertThat(instances("grown")).hasSize(2);
  }

  @Test
  void startingAgainReplacesOnlyWhatIsMissing() throws Exception {
    Started started = start("completed", Behaviour.SERVES, 2);
    target().stop(started.instances().getFirst(), Duration.ZERO);

    List<Instance> again = target().start(started.order(), 2);

    assertThat(again).hasSize(2).contains(started.instances().getLast());
    assertThat(again).doesNotContain(started.instances().getFirst());
  }

  @Test
  void startingAgainRemovesWhatHasEnded() throws Exception {
    Started started = start("replaced", Behaviour.EXITS, 1);
    Instance ended = started.only();
    await(ended, condition -> condition instanceof Exited);

    assertThat(target().start(started.order(), 1)).doesNotContain(ended);
    assertThat(target().condition(ended)).isEqualTo(new Gone());
  }

  @Test
  void aContainerThatEndsTellsItsExitCodeAndItsLastLines() throws Exception {
    Instance instance = start("exits", Behaviour.EXITS, 1).only();

    assertThat(await(instance, condition -> condition instanceof Exited))
        .isEqualTo(new Exited(3, false));
    assertThat(target().lastLines(instance, 40)).containsExactly("no config", "giving up");
    assertThat(target().lastLines(instance, 1)).containsExactly("giving up");
  }

  @Test
  void aContainerThatUsesTooMuchMemoryTellsSo() throws Exception {
    Instance instance = start("greedy", Behaviour.GREEDY, 1).only();

    assertThat(await(instance, condition -> condition instanceof Exited))
        .isInstanceOfSatisfying(Exited.class, exited -> assertThat(exited.outOfMemory()).isTrue());
  }

  @Test
  void theHealthCheckOfTheImageIsTold() throws Exception {
    String script = "sleep 1; touch /tmp/ok; exec httpd -f -p " + PORT + " -h /";
    ImageReference checked =
        imageWithHealthCheck(
            "checked", "--interval=200ms --start-period=20s --retries=2 CMD test -e /tmp/ok");
    Workload workload = workload(List.of("sh", "-c", script), Resources.UNLIMITED, List.of());

    Instance instance = start(order("healthy", checked, workload), 1).only();

    assertThat(target().condition(instance)).isEqualTo(new Running(Health.STARTING, 0));
    assertThat(await(instance, c -> !new Running(Health.STARTING, 0).equals(c)))
        .isEqualTo(new Running(Health.HEALTHY, 0));
    assertThat(answers(instance)).isTrue();
  }

  @Test
  void aHealthCheckOfTheImageThatFailsIsTold() throws Exception {
    ImageReference failing =
        imageWithHealthCheck("failing", "--interval=100ms --retries=2 CMD false");
    Started started = start(order("unhealthy", failing, workload(Behaviour.SERVES)), 1);

    assertThat(await(started.only(), c -> !new Running(Health.STARTING, 0).equals(c)))
        .isEqualTo(new Running(Health.UNHEALTHY, 0));
  }

  @Test
  void whatIsKeptIsStartedAgainWhenItEndsAndThatIsCounted() throws Exception {
    Instance instance = start("kept", Behaviour.SERVES, 1).only();
    target().keep(instance);
    target().keep(instance);
    assertThat(target().condition(instance)).isEqualTo(new Running(Health.NONE, 0));

    target().check(instance, List.of("kill", "-9", "-1"), PATIENCE);

    assertThat(await(instance, c -> c instanceof Running(_, var restarts) && restarts > 0))
        .isEqualTo(new Running(Health.NONE, 1));
    assertThat(answers(instance)).isTrue();
    assertThat(instances("kept")).containsExactly(instance);
  }

  @Test
  void containersTellWhatTheyWereStartedFor() throws Exception {
    Started old = start("shared", Behaviour.SERVES, 1);
    Started fresh = start("shared", Behaviour.EXITS, 1);
    await(fresh.only(), condition -> condition instanceof Exited);
    Started neighbour = start("neighbour", Behaviour.SERVES, 1);

    List<Placed> found = target().containers(old.order().release().service());

    assertThat(found)
        .extracting(Placed::instance)
        .containsExactlyInAnyOrder(old.only(), fresh.only());
    assertThat(found)
        .filteredOn(placed -> placed.instance().equals(old.only()))
        .singleElement()
        .satisfies(placed -> {
          assertThat(placed.deployment()).isEqualTo(old.order().deployment().id());
          assertThat(placed.release()).isEqualTo(1);
          assertThat(placed.startedAt())
              .isBetween(Instant.now().minus(PATIENCE.multipliedBy(2)), Instant.now());
          assertThat(placed.running()).isTrue();
        });
    assertThat(target().services())
        .containsExactlyInAnyOrder(
            old.order().release().service(), neighbour.order().release().service());
  }

  @Test
  void anotherInstallationsContainersAreNeitherSeenNorAdopted() throws Exception {
    Started ours = start("private", Behaviour.SERVES, 1);

    assertThat(foreignTarget().services()).isEmpty();
    assertThat(foreignTarget().containers(ours.order().release().service())).isEmpty();
    List<Instance> started = foreignTarget().start(ours.order(), 1);
    assertThat(started).isNotEmpty().doesNotContainAnyElementsOf(ours.instances());
    foreignTarget().stop(started.getFirst(), Duration.ZERO);
    assertThat(target().condition(ours.only())).isInstanceOf(Running.class);
  }

  @Test
  void stoppingEndsItAndCanBeRepeated() throws Exception {
    Instance instance = start("stopped", Behaviour.SERVES, 1).only();
    target().keep(instance);

    target().stop(instance, GRACE);
    target().stop(instance, GRACE);

    assertThat(target().condition(instance)).isEqualTo(new Gone());
    assertThat(target().lastLines(instance, 5)).isEmpty();
    assertThat(instances("stopped")).isEmpty();
    assertThat(answersNow(instance)).isFalse();
  }

  @Test
  void whatDoesNotEndByItselfIsKilledAfterTheGracePeriod() throws Exception {
    Instance instance = start("stubborn", Behaviour.STUBBORN, 1).only();
    Duration grace = Duration.ofMillis(300);
    long before = System.nanoTime();

    target().stop(instance, grace);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(grace);
    assertThat(target().condition(instance)).isEqualTo(new Gone());
  }
}
