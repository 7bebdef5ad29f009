package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.PushImageCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.slipway.core.Ids;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.pipeline.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A registry of the tests' own with busybox in it, so that images have digests, on the machine's
 * engine; closing removes whatever carries the installation's label.
 */
public final class TestImages implements AutoCloseable {
  public final String installation = Ids.next("test", Clock.systemUTC());
  public final Engine engine = Engine.fromEnvironment();
  private final ManagedRegistry registry =
      new ManagedRegistry(engine, installation, ManagedRegistry.freePort());
  private final DockerClient docker = client();

  /** Starts the registry and pushes. */
  public ImageReference busybox() throws Exception {
    registry.start();
    return push("busybox:latest", "busybox");
  }

  /** Busybox with something of its own in it, pushed under that name. */
  public ImageReference variant(String name) throws Exception {
    return image(name, "ENV VARIANT=" + name);
  }

  /** Busybox with those lines of a Dockerfile, pushed under that name. */
  public ImageReference image(String name, String... dockerfile) throws Exception {
    Path folder = Files.createTempDirectory("slipway-image");
    try {
      String lines = "FROM busybox:latest\n" + String.join("\n", dockerfile) + "\n";
      Files.writeString(folder.resolve("Dockerfile"), lines);
      String id =
          docker
              .buildImageCmd(folder.toFile())
              .withForcerm(true)
              .exec(new BuildImageResultCallback())
              .awaitImageId();
      return push(id, name);
    } finally {
      Files.delete(folder.resolve("Dockerfile"));
      Files.delete(folder);
    }
  }

  private ImageReference push(String image, String name) throws InterruptedException {
    String repository = registry.address() + "/test/" + name;
    docker.tagImageCmd(image, repository, "latest").exec();
    PushImageCmd push = docker.pushImageCmd(repository + ":latest");
    push.start().awaitCompletion();
    String named =
        docker.inspectImageCmd(repository + ":latest").exec().getRepoDigests().stream()
            .filter(digest -> digest.startsWith(repository + "@"))
            .findFirst()
            .orElseThrow();
    return new ImageReference(repository, named.substring(repository.length() + 1));
  }

  public DockerClient docker() {
    return docker;
  }

  /** As names of images begin. */
  public String registryAddress() {
    return registry.address();
  }

  ManagedRegistry registry() {
    return registry;
  }

  /** All containers with the label of that installation. */
  public List<Container> containers(String ofInstallation) {
    return docker
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(Labels.INSTANCE, ofInstallation))
        .exec();
  }

  /** Occupies a loopback port by a container, as a neighbour might. */
  public String occupy(int port) {
    String id =
        docker
            .createContainerCmd("busybox:latest")
            .withCmd("sleep", "600")
            .withLabels(Map.of(Labels.INSTANCE, installation))
            .withExposedPorts(ExposedPort.tcp(80))
            .withHostConfig(
                HostConfig.newHostConfig()
                    .withPortBindings(
                        new PortBinding(
                            Binding.bindIpAndPort("127.0.0.1", port), ExposedPort.tcp(80))))
            .exec()
            .getId();
    docker.startContainerCmd(id).exec();
    return id;
  }

  /** A network with a container in it that goes by the name of db; its name. */
  public String networkWithNeighbour(String driver) {
    String network =
        docker
            .createNetworkCmd()
            .withName("slipway-test-" + Ids.next("net", Clock.systemUTC()))
            .withDriver(driver)
            .withAttachable(true)
            .exec()
            .getId();
    String id =
        docker
            .createContainerCmd("busybox:latest")
            .withCmd("sleep", "600")
            .withLabels(Map.of(Labels.INSTANCE, installation))
            .withHostConfig(HostConfig.newHostConfig().withNetworkMode(network).withInit(true))
            .withAliases("db")
            .exec()
            .getId();
    docker.startContainerCmd(id).exec();
    return network;
  }

  /** With the containers in it. */
  public void removeNetwork(String network) {
    var inside = docker.inspectNetworkCmd().withNetworkId(network).exec().getContainers();
    for (String id : inside.keySet()) {
      docker.removeContainerCmd(id).withForce(true).exec();
    }
    docker.removeNetworkCmd(network).exec();
  }

  /** With their volumes. */
  public void removeContainers(String ofInstallation) {
    for (Container left : containers(ofInstallation)) {
      try {
        docker.removeContainerCmd(left.getId()).withForce(true).withRemoveVolumes(true).exec();
      } catch (NotFoundException | ConflictException _) {
        // It was going already.
      }
    }
    String label = Labels.INSTANCE + "=" + ofInstallation;
    docker
        .listVolumesCmd()
        .withFilter("label", List.of(label))
        .exec()
        .getVolumes()
        .forEach(volume -> docker.removeVolumeCmd(volume.getName()).exec());
  }

  @Override
  public void close() throws IOException, TargetException {
    removeContainers(installation);
    for (Image image : docker.listImagesCmd().exec()) {
      names(image).filter(name -> name.startsWith(registry.address() + "/")).forEach(this::forget);
    }
    registry.forget();
    docker.close();
    engine.close();
  }

  /** By tag and by digest: removing the one leaves the other. */
  private static Stream<String> names(Image image) {
    return Stream.of(image.getRepoTags(), image.getRepoDigests())
        .filter(Objects::nonNull)
        .flatMap(Arrays::stream);
  }

  private void forget(String image) {
    try {
      docker.removeImageCmd(image).withForce(true).exec();
    } catch (NotFoundException e) {
      // Its last other name took it along.
      return;
    }
  }

  private static DockerClient client() {
    var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    return DockerClientImpl.getInstance(
        config, new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build());
  }
}
