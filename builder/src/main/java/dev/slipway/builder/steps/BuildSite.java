package dev.slipway.builder.steps;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Failure.Infrastructure;
import dev.slipway.core.build.Failure.StepFailed;
import dev.slipway.core.build.StepRunner.Order;
import dev.slipway.core.pipeline.Resources;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of the engine that one build has for itself: a network, and the containers in it. Safe
 * for concurrent use.
 */
final class BuildSite {
  private static final Logger LOG = LoggerFactory.getLogger(BuildSite.class);

  /** Where a volume is while it is copied. */
  private static final String COPIED = "/volume";

  private static final int REFUSED = 400;
  private static final int NO_SUCH_THING = 404;
  private static final int CONFLICT = 409;
  private static final int SERVER_ERROR = 500;

  private final Containers containers;
  private final Confinement confinement;
  private final StepLimits limits;
  private final String instance;
  private final Order order;
  private final BuildProgress progress;
  private final Cancellation cancellation;

  /** A site where nothing is yet; {@link #openNetwork} comes first. */
  BuildSite(
      Containers containers,
      StepLimits limits,
      String instance,
      Order order,
      BuildProgress progress,
      Cancellation cancellation) {
    this.containers = containers;
    this.confinement = new Confinement(containers, limits);
    this.limits = limits;
    this.instance = instance;
    this.order = order;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  Containers containers() {
    return containers;
  }

  Confinement confinement() {
    return confinement;
  }

  StepLimits limits() {
    return limits;
  }

  Order order() {
    return order;
  }

  BuildProgress progress() {
    return progress;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** How things of this build are called on the engine, where they need a name. */
  String name() {
    return "slipway-" + order.build();
  }

  /** Makes the network: a bridge that no other build is connected to. */
  void openNetwork() throws BuildFailedException {
    try {
      containers.ask(
          "create a network",
          docker ->
              docker
                  .createNetworkCmd()
                  .withName(name())
                  .withDriver("bridge")
                  .withCheckDuplicate(true)
                  .withLabels(Labels.of(instance, order.build()))
                  .exec());
    } catch (BuildFailedException e) {
      if (e.failure().message().contains("address pool")) {
        throw new BuildFailedException(
            new Infrastructure(
                e.failure().message(),
                "too many networks at once: build fewer at a time, or give the engine more"
                    + " `default-address-pools` in its daemon.json",
                true),
            e);
      }
      throw e;
    }
  }

  /** Makes a volume that ends with the build. */
  String throwawayVolume() throws BuildFailedException {
    return containers.ask(
        "create a volume",
        docker ->
            docker
                .createVolumeCmd()
                .withLabels(Labels.of(instance, order.build()))
                .exec()
                .getName());
  }

  /**
   * Makes a volume that ends with the build and begins with what another one holds.
   *
   * @param image any that the engine has
   */
  String throwawayCopy(String volume, String image) throws BuildFailedException {
    Map<String, String> labels = Labels.of(instance, order.build());
    String copy = throwawayVolume();
    // The engine does not read and write in one container at the same time.
    String from = containers.holder(image, volume, COPIED, labels);
    String to = containers.holder(image, copy, COPIED, labels);
    try (Containers.Packed content = containers.pack(from, COPIED + "/.")) {
      if (content != null) {
        containers.unpack(to, COPIED, content.archive(), cancellation);
      }
    } catch (IOException e) {
      throw new BuildFailedException(
          new Infrastructure(
              "a cache could not be copied: " + e.getMessage(),
              "the engine's log tells more",
              true),
          e);
    } finally {
      discard(from);
      discard(to);
    }
    return copy;
  }

  /** Makes the work tree's volume. */
  WorkTree workTree(String image) throws BuildFailedException {
    return WorkTree.create(containers, name() + "-work", image, Labels.of(instance, order.build()));
  }

  /**
   * Creates a container.
   *
   * @param step the step or service that it is for
   * @param more what else it needs
   * @throws BuildFailedException with {@link StepFailed} when what the pipeline file asks for
   *     cannot be done
   */
  String create(
      String step,
      String image,
      Resources resources,
      List<Mount> mounts,
      Consumer<CreateContainerCmd> more)
      throws BuildFailedException {
    // Nothing new once the site is being cleared: whoever clears it looks once.
    cancellation.check();
    HostConfig confined = confinement.of(resources, name(), mounts);
    try {
      return containers.ask(
          "create a container of image " + image,
          docker -> {
            CreateContainerCmd command =
                docker
                    .createContainerCmd(image)
                    .withLabels(Labels.of(instance, order.build(), step))
                    .withHostConfig(confined);
            more.accept(command);
            return command.exec().getId();
          });
    } catch (BuildFailedException e) {
      throw blamed(step, e);
    }
  }

  /**
   * Removes a container that is done with, while the build goes on. What does not work out here is
   * removed with everything else at the end.
   */
  void discard(String container) {
    Thread.ofVirtual()
        .name("discard-" + order.build())
        .start(() -> {
          try {
            containers.remove(container);
          } catch (BuildFailedException e) {
            LOG.debug("container {} is left for later", container, e);
          }
        });
  }

  /** Starts a container of {@link #create}. */
  LiveContainer start(String step, String container, Consumer<String> lines)
      throws BuildFailedException, InterruptedException {
    try {
      return LiveContainer.start(containers, container, lines);
    } catch (BuildFailedException e) {
      throw blamed(step, e);
    }
  }

  /** What the engine refuses for its content is the pipeline file's fault. */
  private static BuildFailedException blamed(String step, BuildFailedException e) {
    if (!(e.getCause() instanceof DockerException refused)) {
      return e;
    }
    int status = refused.getHttpStatus();
    String said = Containers.said(refused);
    if (said.contains("docker-init")) {
      return new BuildFailedException(
          new Infrastructure(
              "the engine cannot start containers with an init: " + said,
              "install `docker-init`, which comes with Docker, or Debian's tini",
              false),
          e);
    }
    boolean theirs =
        status >= REFUSED && status < SERVER_ERROR && status != NO_SUCH_THING && status != CONFLICT;
    return theirs
        ? new BuildFailedException(
            new StepFailed(
                step,
                "step " + step + " cannot be started: " + said,
                "these are the engine's words: correct the step's entry in .slipway.yml, or its"
                    + " image"),
            e)
        : e;
  }
}
