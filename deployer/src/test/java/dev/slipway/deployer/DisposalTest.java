package dev.slipway.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.CleanUp;
import dev.slipway.core.deploy.OneTarget;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.ImageReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DisposalTest {
  private final Scene scene = new Scene();
  private final List<CleanUp.Keep> asked = new ArrayList<>();

  @Test
  void asManyReleasesAreKeptAsTheFileWantsAndWhatIsOnItsWay() throws Exception {
    for (int i = 0; i < 5; i++) {
      scene.deploy(DisposalTest::retainingTwo);
    }
    scene.push(DisposalTest::retainingTwo);

    assertThat(disposal().plan("docker")).isPresent();

    assertThat(asked.getFirst().images()).isEqualTo(images(3, 6));
    assertThat(asked.getFirst().deployments()).hasSize(4);
    assertThat(asked.getFirst().asOf()).isEqualTo(scene.time.clock.instant());
  }

  @Test
  void releasesThatWereNeverLiveTakeNobodysPlace() throws Exception {
    scene.deploy(DisposalTest::retainingTwo);
    scene.deploy(DisposalTest::retainingTwo);
    scene.place.endsAfter = Duration.ZERO;
    scene.deploy(DisposalTest::retainingTwo);
    scene.place.endsAfter = null;
    scene.deploy(DisposalTest::retainingTwo);

    var _ = disposal().plan("docker");

    assertThat(asked.getFirst().images()).containsExactlyInAnyOrder(image(1), image(2), image(4));
  }

  @Test
  void aTargetThatIsNotThereHasNothingToGo() throws Exception {
    assertThat(disposal().plan("moon")).isEmpty();
  }

  private Disposal disposal() {
    return new Disposal(
        scene.services, new OneTarget(scene.place, new Remembering()), scene.time.clock);
  }

  private Set<ImageReference> images(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(this::image).collect(Collectors.toSet());
  }

  private ImageReference image(int release) {
    return scene.services.release(Scene.SHOP, release).orElseThrow().content().image();
  }

  private static DeploySpec retainingTwo(DeploySpec spec) {
    return new DeploySpec(
        spec.environment(),
        spec.service(),
        spec.build(),
        spec.target(),
        spec.branch(),
        spec.hosts(),
        spec.limits(),
        spec.replicas(),
        spec.workload(),
        spec.healthCheck(),
        spec.update(),
        2);
  }

  /** Remembers what it was told to keep. */
  private final class Remembering implements CleanUp {
    @Override
    public Plan plan(Keep keep) {
      asked.add(keep);
      return new Plan(List.of());
    }

    @Override
    public Outcome carryOut(Plan plan) {
      return new Outcome(List.of(), List.of());
    }
  }
}
