package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import dev.slipway.core.deploy.TargetException;
import java.util.List;
import java.util.Map;

/** Everything that one Slipway has on an engine. */
public final class Installation {
  private Installation() {}

  /**
   * Removes its services and its registry with the images in it, running or not: what a
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
  }
}
