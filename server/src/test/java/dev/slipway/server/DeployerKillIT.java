package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.Container;
import dev.slipway.core.deploy.Routes.EdgeReport;
import dev.slipway.core.source.testing.GitHttpServer;
import dev.slipway.store.Redis;
import dev.slipway.store.RedisRoutes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills the process that rolls out with SIGKILL while several services are in the middle of their
 * rollouts, each in another phase and under load at an edge that lives on; the next process brings
 * each to its one end, and no visitor notices.
 */
@Timeout(180)
class DeployerKillIT {
  private static final String BRIEF_WATCH = "  update_config: { monitor: 1s }";

  private static Path folder;
  private static Path data;
  private static int edgePort;
  private static OutsideRedis redis;
  private static GitHttpServer git;
  private static SlipwayProcess edge;
  private static SlipwayProcess desk;
  private static ReleaseCommands commands;

  @BeforeAll
  static void start() throws Exception {
    folder = Files.createTempDirectory("slipway-it-");
    data = Files.createDirectory(folder.resolve("data"));
    edgePort = OutsideRedis.freePort();
    git = GitHttpServer.start(Files.createDirectory(folder.resolve("git")));
    redis = OutsideRedis.start(Files.createDirectory(folder.resolve("redis")));
    edge = edge();
    desk = desk();
    commands = ReleaseCommands.of(data);
  }

  @AfterAll
  static void stop() throws Exception {
    try {
      commands.close();
      desk.close();
      edge.close();
      redis.close();
    } finally {
      git.close();
      Leftovers.remove(data);
      Leftovers.delete(folder);
    }
  }

  @Test
  void preparingStartingCheckingWatching() throws Exception {
    List<Lane> lanes =
        List.of(
            Lane.in("preparing")
                .second("  release_command: [sleep, \"6\"]")
                .when("its release command runs", _ -> commands.running("preparing")),
            Lane.in("checking").second("  env: { LATE: \"6\" }\n" + BRIEF_WATCH),
            Lane.in("watching").second("  update_config: { monitor: 6s }"),
            Lane.in("starting")
                .called("stopfirst")
                .first("  env: { DEAF: \"1\" }")
                .second("  stop_grace_period: 4s\n  update_config: { order: stop-first }"));
    killAndTakeOver(lanes, () -> {}, () -> {});
    assertThat(commands.begun("preparing")).isEqualTo(1);
  }

  @Test
  void pullingAndHoldingACanaryAndBetweenTwoBatches() throws Exception {
    List<Lane> lanes =
        List.of(
            Lane.in("preparing").called("pulling").pulled().second(BRIEF_WATCH),
            Lane.in("checking")
                .called("batches")
                .first("  replicas: 2")
                .second(
                    "  replicas: 2\n  env: { LATE: \"5\" }\n"
                        + "  update_config: { parallelism: 1, monitor: 1s }")
                .when("its second batch is checked", it -> times("checking", it) == 2),
            Lane.in("watching")
                .called("canary")
                .second("  canary: { steps: [50%, 100%], hold: 6s }\n" + BRIEF_WATCH)
                .when("a share is held", it -> it.get("phases").toString().contains("50 % for v2")),
            Lane.in("starting").called("many").second("  replicas: 6\n" + BRIEF_WATCH));
    try (Containers containers = Containers.of(data)) {
      killAndTakeOver(lanes, containers::pauseRegistry, containers::unpauseRegistry);
    }
  }

  @Test
  void switching() throws Exception {
    List<Lane> lanes =
        List.of(
            Lane.in("switching").second(BRIEF_WATCH),
            Lane.in("switching")
                .called("share")
                .second("  canary: { steps: [50%, 100%], hold: 1s }\n" + BRIEF_WATCH),
            Lane.in("switching")
                .called("batch")
                .first("  replicas: 2")
                .second("  replicas: 2\n  update_config: { parallelism: 1, monitor: 1s }"));
    try (Redis connection = Redis.connect(redis.url())) {
      RedisRoutes routes = new RedisRoutes(connection, Clock.systemUTC());
      // An edge that lives and follows no route keeps every rollout in this phase.
      killAndTakeOver(
          lanes,
          () -> routes.report(new EdgeReport("slow", 0, Map.of(), List.of())),
          () -> routes.report(new EdgeReport("slow", 1_000_000, Map.of(), List.of())));
    }
  }

  /**
   * The whole of it, for services that roll out side by side.
   *
   * @param lanes begun in this order, each when the one before is in its phase: the briefest is
   *     last
   * @param before what keeps some of them in their phase
   * @param after what lets them go on
   */
  private static void killAndTakeOver(List<Lane> lanes, Deed before, Deed after) throws Exception {
    Map<Lane, String> rollouts = new LinkedHashMap<>();
    List<Traffic> traffic = new ArrayList<>();
    try {
      for (Lane lane : lanes) {
        lane.join(desk.api(), git, folder.resolve("work"));
      }
      for (Lane lane : lanes) {
        lane.awaitFirst(desk.api());
      }
      for (Lane lane : lanes) {
        rollouts.put(lane, lane.queueSecond(desk.api(), data));
        traffic.add(Traffic.couple(edgePort, lane.host(), "/"));
      }
      before.please();
      try {
        killOnceAllAreThere(rollouts);
      } finally {
        after.please();
      }
      desk = desk();
      for (int i = 0; i < lanes.size(); i++) {
        assertOneEnd(lanes.get(i), Objects.requireNonNull(rollouts.get(lanes.get(i))));
        traffic.get(i).awaitSome();
        assertThat(traffic.get(i).failed()).as("%s turned away", lanes.get(i)).isEmpty();
      }
    } finally {
      traffic.forEach(Traffic::close);
    }
  }

  private static void killOnceAllAreThere(Map<Lane, String> rollouts) throws Exception {
    for (var entry : rollouts.entrySet()) {
      entry.getKey().begin(desk.api());
      entry.getKey().awaitPhase(desk.api(), entry.getValue());
    }
    for (var entry : rollouts.entrySet()) {
      boolean there = entry.getKey().isThere(desk.api(), entry.getValue());
      assertThat(there).as("%s still", entry.getKey()).isTrue();
    }
    desk.kill();
  }

  private static void assertOneEnd(Lane lane, String id) throws Exception {
    JsonNode live = desk.api().awaitRollout(id, "live");
    assertThat(times("live", live)).as("%s", live).isEqualTo(1);
    assertThat(desk.api().releases(lane.name())).hasSize(2);
    assertThat(Api.visit(edgePort, lane.host(), "/").body()).isEqualTo("two");
    try (Containers containers = Containers.of(data)) {
      List<Container> all = containers.ofService(lane.name() + ".production");
      assertThat(all)
          .as("%s serves by its new containers", lane)
          .filteredOn(container -> container.getState().equals("running"))
          .hasSize(lane.replicas())
          .allMatch(container -> id.equals(container.getLabels().get("dev.slipway.deployment")));
      assertThat(all)
          .as("%s has its old ones on standby, and nothing else", lane)
          .filteredOn(container -> !container.getState().equals("running"))
          .hasSize(lane.replicasBefore())
          .allMatch(container -> "1".equals(container.getLabels().get("dev.slipway.release")));
    }
  }

  /** How often a rollout came to that phase. */
  private static long times(String phase, JsonNode deployment) {
    return deployment.get("phases").findValuesAsText("name").stream().filter(phase::equals).count();
  }

  private static SlipwayProcess edge() throws Exception {
    return SlipwayProcess.start(
        Files.createDirectory(folder.resolve("edge")),
        "--roles",
        "edge",
        "--redis-url",
        redis.url(),
        "--edge-port",
        Integer.toString(edgePort));
  }

  private static SlipwayProcess desk() throws Exception {
    return SlipwayProcess.start(
        data,
        "--roles",
        "webhook,dashboard,builder,deployer",
        "--redis-url",
        redis.url(),
        "--builders",
        "2",
        "--allow-private-addresses",
        "127.0.0.1");
  }

  private interface Deed {
    void please() throws Exception;
  }
}
