package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import dev.slipway.core.deploy.TargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Everything that one Slipway has on an engine. */
public final class Installation {
  private Installation() {}

  /**
   * Removes its services, its registry, and its images there and on the engine, running or not:
   * what a demonstration or a test does at its end. Nothing of another installation is touched.
   *
   * @param registry of the same installation
   */
  public static void remove(Engine engine, String installation, ManagedRegistry registry)
      throws TargetException {
    List<Container> found =
        engine.ask(
            "list the containers of installation " + installation,
            docker ->
                docker
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(Map.of(Labels.INSTANCE, installation))
                    .exec());
    for (Container container : found) {
      engine.ask(
          "remove container " + container.getId(),
          docker -> {
            try {
              docker
                  .removeContainerCmd(container.getId())
                  .withForce(true)
                  .withRemoveVolumes(true)
                  .exec();
            } catch (NotFoundException _) {
              // Somebody else removed it first, which is just as well.
            }
            return container;
          });
    }
    removeImages(engine, registry.address() + "/");
    registry.forget();
  }

  /** The engine built them, so it keeps them until told otherwise. */
  private static void removeImages(Engine engine, String prefix) throws TargetException {
    List<Image> images =
        engine.ask("list the images of " + prefix, docker -> docker.listImagesCmd().exec());
    for (Image image : images) {
      for (String name : names(image)) {
        if (name.startsWith(prefix)) {
          engine.ask(
              "remove image " + name,
              docker -> {
                try {
                  docker.removeImageCmd(name).exec();
                } catch (NotFoundException _) {
                  // The last name of an image takes its digests with it.
                }
                return name;
              });
        }
      }
    }
  }

  private static List<String> names(Image image) {
    return Stream.of(image.getRepoTags(), image.getRepoDigests())
        .filter(Objects::nonNull)
        .flatMap(Arrays::stream)
        .toList();
  }
}
