package dev.slipway.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.DeploymentState.Checking;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.OneTarget;
import dev.slipway.core.pipeline.UpdatePlan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CaretakerTest {
  private final Scene scene = new Scene();

  @Test
  void theReleaseBeforeIsFrozenForItsTimeAndThenEndedAndKept() throws Exception {
    scene.deploy();
    Instance first = scene.place.running().getFirst();
    scene.deploy();

    scene.time.pause(UpdatePlan.USUAL_STANDBY.minusSeconds(5));
    round();
    assertThat(scene.place.frozen()).containsExactly(first);

    scene.time.pause(Duration.ofSeconds(10));
    round();
    assertThat(scene.place.frozen()).isEmpty();
    assertThat(scene.place.halted()).containsExactly(first);
    assertThat(scene.place.running()).hasSize(1);
  }

  @Test
  void whatWokeUpWithTheEngineGoesBackToSleep() throws Exception {
    scene.deploy();
    Instance first = scene.place.running().getFirst();
    scene.deploy();
    scene.place.wake(first);

    round();

    assertThat(scene.place.frozen()).containsExactly(first);
  }

  @Test
  void aServiceThatIsRolledOutIsLeftAlone() throws Exception {
    scene.deploy();
    scene.push();
    scene.dieAt((to, recorded) -> to instanceof Checking && recorded);
    assertThat(scene.place.running()).hasSize(2);

    round();

    assertThat(scene.place.running()).hasSize(2);
  }

  @Test
  void anEngineThatIsAwayIsAskedAgainLater() throws Exception {
    scene.deploy();
    scene.deploy();
    scene.time.pause(UpdatePlan.USUAL_STANDBY);
    scene.place.goAway();
    round();
    assertThat(scene.place.halted()).isEmpty();

    scene.place.comeBack();
    round();

    assertThat(scene.place.halted()).hasSize(1);
  }

  private void round() {
    new Caretaker(scene.services, new OneTarget(scene.place), scene.time.clock).round();
  }
}
