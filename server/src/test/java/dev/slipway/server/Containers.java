package dev.slipway.server;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What one installation has on the engine, as {@code docker ps} shows it. */
final class Containers implements AutoCloseable {
  private static final String INSTALLATION = "dev.slipway.instance";
  private static final String SERVICE = "dev.slipway.service";
  private static final String BUILD = "dev.slipway.build";
  private static final String ROLE = "dev.slipway.role";

  private final DockerClient docker;
  private final String installation;

  private Containers(DockerClient docker, String installation) {
    this.docker = docker;
    this.installation = installation;
  }

  /** Of the Slipway that keeps its data there. */
  static Containers of(Path data) throws IOException {
    var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    var http = new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build();
    return new Containers(
        DockerClientImpl.getInstance(config, http),
        Files.readString(data.resolve("installation")).strip());
  }

  /** Running or not. */
  List<Container> ofService(String service) {
    return labelled(Map.of(INSTALLATION, installation, SERVICE, service));
  }

  /** Containers, volumes and networks that a build still has, by name. */
  List<String> leftOfBuild(String build) {
    String label = BUILD + "=" + build;
    List<String> left = new ArrayList<>();
    labelled(Map.of(BUILD, build)).forEach(container -> left.add(container.getId()));
    docker
        .listVolumesCmd()
        .withFilter("label", List.of(label))
        .exec()
        .getVolumes()
        .forEach(volume -> left.add(volume.getName()));
    docker
        .listNetworksCmd()
        .withFilter("label", List.of(label))
        .exec()
        .forEach(network -> left.add(network.getName()));
    return left;
  }

  /** Holds up whoever pushes or pulls. */
  void pauseRegistry() {
    docker.pauseContainerCmd(registry()).exec();
  }

  void unpauseRegistry() {
    docker.unpauseContainerCmd(registry()).exec();
  }

  /** The engine has it no more, by whatever name. */
  void forgetImage(StoredImage image) {
    String name = image.registry() + "/" + image.repository() + "@" + image.digest();
    docker.removeImageCmd(docker.inspectImageCmd(name).exec().getId()).withForce(true).exec();
  }

  /** The registry that Slipway started, where it started one. */
  List<Container> registries() {
    return labelled(Map.of(INSTALLATION, installation, ROLE, "registry"));
  }

  private String registry() {
    return registries().getFirst().getId();
  }

  private List<Container> labelled(Map<String, String> labels) {
    return docker.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec();
  }

  @Override
  public void close() throws IOException {
    docker.close();
  }
}
