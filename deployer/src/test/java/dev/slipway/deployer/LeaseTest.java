package dev.slipway.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentQueue;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static final Duration ALMOST = DeploymentQueue.LEASE.minusMillis(1);
  private final Scene scene = new Scene();

  @Test
  void itHoldsAsLongAsItIsRenewedInTime() throws Exception {
    Lease lease = claimed();
    for (int i = 0; i < 3; i++) {
      scene.time.pause(ALMOST);
      lease.check();
      assertThat(lease.renew()).isTrue();
    }
    lease.check();
    assertThat(lease.held()).isTrue();
  }

  @Test
  void itIsLostByTheOwnClockBeforeAnybodyIsAsked() throws Exception {
    Lease lease = claimed();
    scene.time.pause(DeploymentQueue.LEASE);

    assertThat(lease.held()).isFalse();
    assertThatThrownBy(lease::check)
        .isInstanceOf(LeaseLostException.class)
        .hasMessageContaining("was not renewed for 30.0 s");
  }

  @Test
  void itIsLostForGoodWhenAnotherAttemptWasMade() throws Exception {
    Lease lease = claimed();
    scene.services = scene.services.restarted();
    Deployment taken = scene.claim();

    assertThat(lease.renew()).isFalse();
    assertThat(taken.attempt()).isEqualTo(2);
    assertThatThrownBy(lease::check)
        .isInstanceOf(LeaseLostException.class)
        .hasMessageContaining("another deployer took " + taken.id());
  }

  private Lease claimed() throws InterruptedException {
    scene.push();
    return new Lease(scene.services, scene.claim(), scene.time);
  }
}
