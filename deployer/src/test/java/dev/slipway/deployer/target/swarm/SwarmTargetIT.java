package dev.slipway.deployer.target.swarm;

import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetContract;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.deployer.target.docker.Labels;
import dev.slipway.deployer.target.docker.Reach;
import dev.slipway.deployer.target.docker.TestImages;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class SwarmTargetIT extends TargetContract {
  private static final TestImages IMAGES = new TestImages();
  private static final String OURS = IMAGES.installation + "-a";
  private static final String THEIRS = IMAGES.installation + "-b";
  private static @Nullable OneNodeSwarm swarm;
  private static @Nullable ImageReference busybox;

  @BeforeAll
  static void pushTheImage() throws Exception {
    swarm = new OneNodeSwarm(IMAGES.docker());
    busybox = IMAGES.busybox();
  }

  @AfterEach
  void removeServices() {
    swarm().removeServices(Labels.INSTANCE, OURS);
    swarm().removeServices(Labels.INSTANCE, THEIRS);
  }

  @AfterAll
  static void removeTheRest() throws Exception {
    swarm().close();
    IMAGES.removeContainers(OURS);
    IMAGES.close();
  }

  @Override
  protected Target target() {
    return new SwarmTarget(IMAGES.engine, Reach.LOCAL, OURS, null, null);
  }

  @Override
  protected Target foreignTarget() {
    return new SwarmTarget(IMAGES.engine, Reach.LOCAL, THEIRS, null, null);
  }

  @Override
  protected ImageReference image() {
    return Objects.requireNonNull(busybox);
  }

  @Override
  protected boolean freezes() {
    return false;
  }

  private static OneNodeSwarm swarm() {
    return Objects.requireNonNull(swarm);
  }
}
