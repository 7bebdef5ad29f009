package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
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
   * Removes its services, its registry, and its images in both, running or not: what a
   * demonstration or a test does at its end. Nothing of another installation is touched.
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
    registry.forget();
    for (String image : namedAfter(engine, registry)) {
      engine.ask(
          "remove image " + image,
          docker -> {
            try {
              docker.removeImageCmd(image).withForce(true).exec();
            } catch (NotFoundException _) {
              // Its last other name went just now, and this one with it.
            }
            return image;
          });
    }
  }

  /** The names in the engine's own store under which images were pushed to that registry. */
  private static List<String> namedAfter(Engine engine, ManagedRegistry registry)
      throws TargetException {
    String before = registry.address() + "/";
    return engine.ask("list images", docker -> docker.listImagesCmd().exec()).stream()
        .flatMap(image -> Stream.of(image.getRepoTags(), image.getRepoDigests()))
        .filter(Objects::nonNull)
        .flatMap(Arrays::stream)
        .filter(name -> name.startsWith(before))
        .toList();
  }
}
