package dev.slipway.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Page;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Pending;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.HostPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Services} does. */
public abstract class ServicesContract {
  private static final ServiceId SHOP = ServiceId.of("shop", "production");

  /** Empty before each test. */
  protected abstract Services services();

  @Test
  void theFirstHandOverMakesTheServiceAndItsFirstRelease() {
    NewRelease content = SampleReleases.deploy("shop", 1);

    Deployment deployment = services().handOver(content);

    assertThat(deployment.id()).isEqualTo(content.deployment());
    assertThat(deployment.release()).isEqualTo(1);
    assertThat(deployment.kind()).isEqualTo(ReleaseKind.DEPLOY);
    assertThat(deployment.createdAt()).isEqualTo(content.createdAt());
    assertThat(deployment.attempt()).isZero();
    assertThat(deployment.state()).isEqualTo(new Pending());
    assertThat(deployment.phases())
        .containsExactly(
            new Deployment.Phase(DeploymentState.Status.PENDING, content.createdAt(), null, ""));
    assertThat(services().deployment(content.deployment())).contains(deployment);
    DeploymentId nowhere = new DeploymentId("dep_nowhere");
    assertThat(services().deployments(List.of(nowhere, deployment.id())))
        .containsExactly(deployment);
    assertThat(services().release(SHOP, 1)).contains(new Release(1, content));
    assertThat(services().find(SHOP))
        .contains(
            new Service(
                SHOP,
                "shop",
                "production",
                content.repositoryId(),
                content.repository(),
                "docker",
                List.of(new HostPath("shop.localhost", HostPath.ALL)),
                null,
                content.deployment(),
                null,
                Adjustments.NONE,
                content.deployment()));
  }

  @Test
  void whatWasNeverHandedOverIsNotFound() {
    assertThat(services().find(SHOP)).isEmpty();
    assertThat(services().all()).isEmpty();
    assertThat(services().release(SHOP, 1)).isEmpty();
    assertThat(services().releases(SHOP, new Page.Request(10, null)).items()).isEmpty();
    assertThat(services().deployment(new DeploymentId("dep_nowhere"))).isEmpty();
  }

  @Test
  void theSameHandOverAgainChangesNothing() {
    NewRelease content = SampleReleases.deploy("shop", 1);
    Deployment first = services().handOver(content);

    assertThat(services().handOver(content)).isEqualTo(first);

    assertThat(services().release(SHOP, 2)).isEmpty();
  }

  @Test
  void releasesAreNumberedWithinTheirService() {
    services().handOver(SampleReleases.deploy("shop", 1));
    services().handOver(SampleReleases.deploy("blog", 1));

    assertThat(services().handOver(SampleReleases.deploy("shop", 2)).release()).isEqualTo(2);

    assertThat(services().all())
        .map(Service::id)
        .containsExactly(ServiceId.of("blog", "production"), SHOP);
  }

  @Test
  void releasesHandedOverAtTheSameTimeGetNumbersWithoutGapsOrRepeats() throws Exception {
    Set<Integer> numbers = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        tasks.add(
            () -> numbers.add(services().handOver(SampleReleases.deploy("shop", 7)).release()));
      }
      for (Future<Boolean> fresh : threads.invokeAll(tasks)) {
        assertThat(fresh.get()).as("a number of its own").isTrue();
      }
    }

    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 20).boxed().collect(Collectors.toSet()));
  }

  @Test
  void releasesArePagedNewestFirst() {
    for (int build = 1; build <= 5; build++) {
      services().handOver(SampleReleases.deploy("shop", build));
    }

    Page<Release> first = services().releases(SHOP, new Page.Request(2, null));
    Page<Release> second = services().releases(SHOP, new Page.Request(2, first.next()));
    Page<Release> third = services().releases(SHOP, new Page.Request(2, second.next()));

    assertThat(first.items()).map(Release::number).containsExactly(5, 4);
    assertThat(second.items()).map(Release::number).containsExactly(3, 2);
    assertThat(third.items()).map(Release::number).containsExactly(1);
    assertThat(third.next()).isNull();
    assertThatThrownBy(() -> services().releases(SHOP, new Page.Request(2, "v3")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("v3");
  }

  @Test
  void ofTheRolloutsThatWaitTheNewerSupersedesTheOlder() {
    Deployment running = services().handOver(SampleReleases.deploy("shop", 1));
    Deployment older = services().handOver(SampleReleases.deploy("shop", 2));
    Deployment newer = services().handOver(SampleReleases.deploy("shop", 3));

    assertThat(state(running)).isEqualTo(new Pending());
    assertThat(state(newer)).isEqualTo(new Pending());
    assertThat(state(older))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.cause().phase()).isEqualTo("pending");
              assertThat(failed.cause().message()).contains("superseded by v3");
              assertThat(failed.cause().hint()).contains("v2");
            });
    assertThat(services().find(SHOP))
        .hasValueSatisfying(service -> {
          assertThat(service.deploying()).isEqualTo(running.id());
          assertThat(service.lastDeployment()).isEqualTo(newer.id());
        });
  }

  @Test
  void aReleaseOfAnOlderBuildFailsAtOnceAndSaysWhatToDo() {
    services().handOver(SampleReleases.deploy("shop", 10));

    Deployment late = services().handOver(SampleReleases.deploy("shop", 9));

    assertThat(late.release()).isEqualTo(2);
    assertThat(late.state())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.cause().phase()).isEqualTo("pending");
              assertThat(failed.cause().message()).contains("v2", "build 9", "v1", "build 10");
              assertThat(failed.cause().hint()).contains("roll back to v2");
              assertThat(failed.cause().lastLines()).isEmpty();
            });
    assertThat(late.phases()).allMatch(phase -> phase.finishedAt() != null);
    assertThat(services().deployment(late.id())).contains(late);
    assertThat(services().release(SHOP, 2)).isPresent();
  }

  @Test
  void anOlderBuildStaysOlderAfterOneThatWasRefused() {
    services().handOver(SampleReleases.deploy("shop", 10));
    services().handOver(SampleReleases.deploy("shop", 8));

    Deployment late = services().handOver(SampleReleases.deploy("shop", 9));

    assertThat(late.state()).isInstanceOf(Failed.class);
  }

  @Test
  void aRollbackMayBringBackAnOlderBuildAndDoesNotHoldUpTheNextOne() {
    services().handOver(SampleReleases.deploy("shop", 10));

    Deployment rollback = services().handOver(SampleReleases.rollback("shop", 4, 1));
    Deployment next = services().handOver(SampleReleases.deploy("shop", 11));

    assertThat(rollback.state()).isEqualTo(new Pending());
    assertThat(next.state()).isEqualTo(new Pending());
  }

  @Test
  void whatIsSetByHandStaysWithTheServiceUntilItIsReplaced() {
    services().handOver(SampleReleases.deploy("shop", 1));
    Adjustments adjusted =
        new Adjustments(
            new Adjustments.Replicas(5, 2),
            Map.of("LEVEL", new EnvValue.Plain("debug"), "KEY", new EnvValue.FromSecret("API")));

    services().adjust(SHOP, adjusted);
    services().handOver(SampleReleases.deploy("shop", 2));

    assertThat(services().find(SHOP)).get().extracting(Service::adjusted).isEqualTo(adjusted);
    services().adjust(SHOP, Adjustments.NONE);
    assertThat(services().find(SHOP))
        .get()
        .extracting(Service::adjusted)
        .isEqualTo(Adjustments.NONE);
  }

  private DeploymentState state(Deployment deployment) {
    return services().deployment(deployment.id()).orElseThrow().state();
  }
}
