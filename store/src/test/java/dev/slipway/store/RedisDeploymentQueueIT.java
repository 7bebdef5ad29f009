package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.DeploymentQueueContract;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.deploy.Services;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.models.stream.PendingMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisDeploymentQueueIT extends DeploymentQueueContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();
  private static final String GROUP = "deployers";
  private static final WorkerId DEPLOYER = new WorkerId("deployer");

  private DeploymentQueue queue = restarted();

  @BeforeEach
  void startAProcess() {
    queue = restarted();
  }

  @Override
  protected Services services() {
    return new RedisServices(REAL.redis(), Clock.systemUTC());
  }

  @Override
  protected DeploymentQueue queue() {
    return queue;
  }

  @Override
  protected final DeploymentQueue restarted() {
    return new RedisDeploymentQueue(REAL.redis(), Clock.systemUTC());
  }

  /** Redis lets us say for how long an entry has been idle. */
  @Override
  protected void letLeasesRunOut() {
    for (PendingMessage held : pending()) {
      var _ =
          REAL.redis()
              .call(commands ->
                  commands.xclaim(
                      Key.DEPLOYMENT_QUEUE.toString(),
                      Consumer.from(GROUP, held.getConsumer()),
                      XClaimArgs.Builder.justid()
                          .minIdleTime(Duration.ZERO)
                          .idle(DeploymentQueue.LEASE.plusMillis(1)),
                      held.getId()));
    }
  }

  @Test
  void nothingIsLeftInTheQueueOfWhatHasEnded() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    end(queue.claim(DEPLOYER, Duration.ZERO).orElseThrow());

    assertThat(pending()).isEmpty();
    assertThat(REAL.redis().<Long>call(c -> c.xlen(Key.DEPLOYMENT_QUEUE.toString()))).isZero();
  }

  @Test
  void aLostConsumerGroupLosesNoDeployment() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment before = queue.claim(DEPLOYER, Duration.ZERO).orElseThrow();
    assertThat(
            REAL.redis()
                .<Boolean>call(c -> c.xgroupDestroy(Key.DEPLOYMENT_QUEUE.toString(), GROUP)))
        .isTrue();

    Deployment again = queue.claim(DEPLOYER, Duration.ZERO).orElseThrow();

    assertThat(again.id()).isEqualTo(before.id());
    assertThat(again.attempt()).isEqualTo(2);
    end(again);
    assertThat(queue.claim(DEPLOYER, Duration.ZERO)).isEmpty();
  }

  @Test
  void anEntryWhoseDeploymentIsGoneIsThrownAway() throws Exception {
    Deployment gone = services().handOver(SampleReleases.deploy("shop", 1));
    services().handOver(SampleReleases.deploy("blog", 1));
    assertThat(REAL.redis().<Long>call(c -> c.del(Key.DEPLOYMENT.of(gone.id())))).isOne();

    assertThat(queue.claim(DEPLOYER, Duration.ZERO))
        .hasValueSatisfying(next -> assertThat(next.service().value()).startsWith("blog"));
    assertThat(pending()).hasSize(1);
  }

  private void end(Deployment claimed) {
    DeploymentState.Cause cause =
        new DeploymentState.Cause("pending", "not wanted", "nothing to do", List.of());
    assertThat(queue.move(claimed, new DeploymentState.Failed(cause), "")).isPresent();
  }

  private static List<PendingMessage> pending() {
    return REAL.redis()
        .call(commands ->
            commands.xpending(
                Key.DEPLOYMENT_QUEUE.toString(), GROUP, Range.unbounded(), Limit.from(100)));
  }
}
