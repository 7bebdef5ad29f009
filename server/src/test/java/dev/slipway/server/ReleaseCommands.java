package dev.slipway.server;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.slipway.deployer.target.docker.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The release commands that an installation starts, as the engine tells of them. */
final class ReleaseCommands implements AutoCloseable {
  private final DockerClient docker;
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final ResultCallback.Adapter<Event> feed;

  private ReleaseCommands(DockerClient docker, String installation) {
    this.docker = docker;
    this.feed =
        docker
            .eventsCmd()
            .withEventFilter("start")
            .withLabelFilter(Map.of(Labels.INSTANCE, installation, Labels.ONCE, "true"))
            .exec(
                new ResultCallback.Adapter<>() {
                  @Override
                  public void onNext(Event event) {
                    begun.add(event.getActor().getAttributes().get(Labels.SERVICE));
                  }
                });
  }

  /** Of the Slipway that keeps its data there; from now on. */
  static ReleaseCommands of(Path data) throws Exception {
    var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    var http = new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build();
    ReleaseCommands commands =
        new ReleaseCommands(
            DockerClientImpl.getInstance(config, http),
            Files.readString(data.resolve("installation")).strip());
    commands.feed.awaitStarted();
    return commands;
  }

  /** How many were started for a service in production. */
  long begun(String service) {
    return begun.stream().filter((service + ".production")::equals).count();
  }

  /** Whether one runs now. */
  boolean running(String service) {
    return !docker
        .listContainersCmd()
        .withLabelFilter(Map.of(Labels.SERVICE, service + ".production", Labels.ONCE, "true"))
        .exec()
        .isEmpty();
  }

  @Override
  public void close() throws IOException {
    feed.close();
    docker.close();
  }
}
