package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.LocalNodeState;
import com.github.dockerjava.api.model.Service;
import com.github.dockerjava.api.model.SwarmSpec;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pushes to services on targets that the settings file names, seen from outside only. */
@Timeout(180)
class TargetsIT {
  @TempDir private static Path folder;
  private static DockerClient docker;
  private static boolean madeTheSwarm;
  private static RunningSlipway slipway;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    docker =
        DockerClientImpl.getInstance(
            config,
            new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build());
    joinASwarm();
    Path file =
        Files.writeString(
            folder.resolve("slipway.yml"),
            """
            targets:
              second: { host: "%s" }
              cluster: { type: swarm }
            """
                .formatted(config.getDockerHost()));
    slipway = RunningSlipway.start(file, Map.of());
    api = slipway.api();
  }

  /** One that is there is somebody else's, and stays. */
  private static void joinASwarm() {
    madeTheSwarm =
        Objects.requireNonNull(docker.infoCmd().exec().getSwarm()).getLocalNodeState()
            != LocalNodeState.ACTIVE;
    if (madeTheSwarm) {
      docker
          .initializeSwarmCmd(new SwarmSpec())
          .withListenAddr("127.0.0.1:0")
          .withAdvertiseAddr("127.0.0.1")
          .exec();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (Service service : services("clustered.production")) {
      docker.removeServiceCmd(Objects.requireNonNull(service.getId())).exec();
    }
    slipway.close();
    if (madeTheSwarm) {
      docker.leaveSwarmCmd().withForceEnabled(true).exec();
    }
    docker.close();
  }

  @Test
  void aPushGoesLiveOnASwarmAndTheNextOneReplacesIt() throws Exception {
    Developer ann = slipway.developer("clustered");
    String first = ann.site("one").file(".slipway.yml", "deploy: { target: cluster }\n").push();
    api.awaitDeployment(first, "live");
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).contains("one");
    assertThat(services("clustered.production")).hasSize(1);

    String second = ann.site("two").push();
    api.awaitDeployment(second, "live");

    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).contains("two");
    try (Containers containers = Containers.of(slipway.data())) {
      assertThat(containers.ofService("clustered.production")).isEmpty();
    }
  }

  @Test
  void aPushGoesLiveOnAnEngineThatTheSettingsName() throws Exception {
    Developer ann = slipway.developer("second");
    String build = ann.site("hello").file(".slipway.yml", "deploy: { target: second }\n").push();

    api.awaitDeployment(build, "live");

    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).contains("hello");
    assertThat(api.get("/api/v1/services/second.production").get("target").asText())
        .isEqualTo("second");
  }

  @Test
  void aTargetThatNobodyNamedIsToldWithThoseThatThereAre() throws Exception {
    Developer ann = slipway.developer("nowhere");
    String build = ann.site("x").file(".slipway.yml", "deploy: { target: clutser }\n").push();

    JsonNode failure = api.awaitBuild(build, "failed").get("failure");

    assertThat(failure.get("kind").asText()).isEqualTo("pipeline");
    assertThat(failure.toString()).contains("clutser").contains("cluster");
  }

  private static List<Service> services(String service) {
    return docker.listServicesCmd().withLabelFilter(Map.of("dev.slipway.service", service)).exec();
  }
}
