package dev.slipway.deployer.target.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Container;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.pipeline.ImageReference;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagedRegistryIT {
  private final TestImages images = new TestImages();

  @AfterEach
  void removeEverything() throws Exception {
    images.close();
  }

  @Test
  void whatRunsAlreadyIsUsed() throws Exception {
    images.registry().start();
    String first = only().getId();

    images.registry().start();

    assertThat(only().getId()).isEqualTo(first);
    assertThat(only().getState()).isEqualTo("running");
  }

  @Test
  void whatWasStoppedIsStartedAgain() throws Exception {
    images.registry().start();
    String first = only().getId();
    images.docker().killContainerCmd(first).exec();

    images.registry().start();

    assertThat(only().getId()).isEqualTo(first);
    assertThat(only().getState()).isEqualTo("running");
  }

  @Test
  void imagesSurviveANewContainerOnAnotherPort() throws Exception {
    ImageReference image = images.busybox();
    ManagedRegistry moved =
        new ManagedRegistry(images.engine, images.installation, ManagedRegistry.freePort());

    moved.start();

    assertThat(only().getLabels()).containsEntry(Labels.PORT, moved.address().substring(10));
    String path = image.repository().substring(image.repository().indexOf('/'));
    images.engine.provide(moved.address() + path + "@" + image.digest(), null);
    images
        .docker()
        .removeImageCmd(moved.address() + path + "@" + image.digest())
        .withForce(true)
        .exec();
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    int port = ManagedRegistry.freePort();
    String neighbour = images.occupy(port);

    assertThatThrownBy(() -> new ManagedRegistry(images.engine, images.installation, port).start())
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("port " + port);
    images.docker().removeContainerCmd(neighbour).withForce(true).exec();
  }

  private Container only() {
    List<Container> found =
        images.containers(images.installation).stream()
            .filter(container -> "registry".equals(container.getLabels().get(Labels.ROLE)))
            .toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
