package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.source.testing.GitHttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An edge in a process of its own beside a control process, on one outside Redis. */
@Timeout(180)
class EdgeAloneIT {
  @TempDir Path folder;

  @Test
  void trafficGoesOnWhileControlIsKilledAndWhileEverythingElseIsAway() throws Exception {
    int edgePort = OutsideRedis.freePort();
    Path control = Files.createDirectory(folder.resolve("control"));
    try (OutsideRedis redis = OutsideRedis.start(Files.createDirectory(folder.resolve("redis")));
        GitHttpServer git = GitHttpServer.start(Files.createDirectory(folder.resolve("git")))) {
      SlipwayProcess edge = edge(redis, edgePort);
      SlipwayProcess desk = control(control, redis);
      try {
        Developer ann = Developer.join(desk.api(), git, folder.resolve("work"), "alone");
        ann.goLive(desk.api(), "before");
        ann.goLive(desk.api(), "alone");

        try (Traffic traffic = Traffic.to(edgePort, ann.host())) {
          traffic.awaitSome();
          desk.kill();
          traffic.awaitSome();
          desk = control(control, redis);
          traffic.awaitSome();
          redis.goAway();
          traffic.awaitSome();
          assertThat(traffic.failed()).isEmpty();
        }

        desk.kill();
        edge.kill();
        edge = edge(redis, edgePort);
        assertThat(Api.visit(edgePort, ann.host(), "/").body()).isEqualTo("alone");

        redis.comeBack();
        desk = control(control, redis);
        try (Traffic traffic = Traffic.to(edgePort, ann.host())) {
          traffic.awaitSome();
          rollBack(desk.api(), ann);
          traffic.awaitSome();
          assertThat(traffic.failed()).isEmpty();
        }
        assertThat(Api.visit(edgePort, ann.host(), "/").body()).isEqualTo("before");
      } finally {
        edge.close();
        desk.close();
      }
    } finally {
      Leftovers.remove(control);
    }
  }

  private static void rollBack(Api api, Developer developer) throws Exception {
    String service = "/api/v1/services/" + api.service(developer.service()).get("id").asText();
    JsonNode accepted = api.post(service + "/rollback", "{\"release\": 1}");
    api.awaitRollout(accepted.get("deployment_id").asText(), "live");
  }

  private SlipwayProcess edge(OutsideRedis redis, int edgePort) throws Exception {
    Path data = Files.createDirectories(folder.resolve("edge"));
    return SlipwayProcess.start(
        data,
        "--roles",
        "edge",
        "--redis-url",
        redis.url(),
        "--edge-port",
        Integer.toString(edgePort));
  }

  private static SlipwayProcess control(Path data, OutsideRedis redis) throws Exception {
    return SlipwayProcess.start(
        data,
        "--roles",
        "webhook,dashboard,builder,deployer",
        "--redis-url",
        redis.url(),
        "--builders",
        "1",
        "--allow-private-addresses",
        "127.0.0.1");
  }
}
