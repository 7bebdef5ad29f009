package dev.slipway.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.NeededReleases.Why;
import dev.slipway.core.deploy.OneTarget;
import dev.slipway.core.registry.ImageUse;
import dev.slipway.core.registry.Uses;
import dev.slipway.core.registry.UsesNow;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsesNowTest {
  private final Scene scene = new Scene();

  @Test
  void theLiveReleaseItsContainersAndTheReleasesBeforeItNeedTheirImages() throws Exception {
    scene.deploy();
    scene.deploy();

    Uses uses = uses();

    assertThat(uses.of(digest(1)))
        .contains(new ImageUse.ByRelease(Scene.SHOP, 1, Why.KEPT_FOR_GOING_BACK));
    assertThat(uses.of(digest(2))).contains(new ImageUse.ByRelease(Scene.SHOP, 2, Why.LIVE));
    assertThat(uses.of(digest(2)))
        .filteredOn(ImageUse.ByContainer.class::isInstance)
        .singleElement()
        .extracting(ImageUse::words)
        .asString()
        .contains("of service " + Scene.SHOP + " at target docker");
    assertThat(uses.lastDeployed(digest(1)))
        .contains(scene.services.release(Scene.SHOP, 1).orElseThrow().content().createdAt());
    assertThat(uses.unknown()).isEmpty();
  }

  @Test
  void anImageThatNothingNamesIsNeededByNothing() throws Exception {
    scene.deploy();

    assertThat(uses().of("sha256:" + "0".repeat(64))).isEqualTo(List.of());
  }

  private Uses uses() {
    return new UsesNow(scene.services, new OneTarget(scene.place)).read();
  }

  private String digest(int release) {
    return scene.services.release(Scene.SHOP, release).orElseThrow().content().image().digest();
  }
}
