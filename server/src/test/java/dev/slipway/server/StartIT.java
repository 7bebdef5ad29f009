package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.config.settings.Setting;
import dev.slipway.config.settings.Settings;
import dev.slipway.core.source.testing.GitHttpServer;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start makes of its settings and of what an earlier process left. */
class StartIT {
  @TempDir Path folder;

  @Test
  void whatWasStoredIsThereAfterARestart() throws Exception {
    Path data = folder.resolve("data");
    Settings settings = RunningSlipway.settings(data, Map.of());
    try {
      String added;
      try (Application application = Application.start(settings)) {
        added = add(new Api(application.url()));
      }
      try (Application application = Application.start(settings)) {
        JsonNode found = new Api(application.url()).get("/api/v1/repositories/" + added);
        assertThat(found.get("name").asText()).isEqualTo("acme/kept");
      }
    } finally {
      Leftovers.remove(data);
    }
  }

  @Test
  void aSecondProcessOnTheSameDataIsRefusedInWords() throws Exception {
    Path data = folder.resolve("data");
    try (Application _ = Application.start(RunningSlipway.settings(data, Map.of()))) {
      SlipwayProcess.Ended ended =
          SlipwayProcess.runInVain("--data-dir", data.toString(), "--port", "0");
      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.said())
          .contains("Another Slipway is running on " + data, "--data-dir")
          .doesNotContain("\tat ");
    } finally {
      Leftovers.remove(data);
    }
  }

  @Test
  void aRoleThatCannotStartLeavesNothingOpenThatWasStartedBefore() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path inTheWay = Files.createFile(data.resolve("spool"));
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Settings settings = RunningSlipway.settings(data, Map.of(Setting.PORT, Integer.toString(port)));
    try {
      assertThatThrownBy(() -> Application.start(settings))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("spool");
      Files.delete(inTheWay);
      try (Application application = Application.start(settings)) {
        assertThat(application.url().getPort()).isEqualTo(port);
      }
    } finally {
      Leftovers.remove(data);
    }
  }

  @Test
  void allInvalidSettingsAreToldAtOnce() throws Exception {
    SlipwayProcess.Ended ended =
        SlipwayProcess.runInVain(
            "--port", "99999", "--roles", "webhook,cook", "--registry", "not a registry");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.said()).contains("99999", "cook", "not a registry").doesNotContain("\tat ");
    assertThat(ended.said().lines().count()).isEqualTo(3);
  }

  @Test
  void rolesInTwoProcessesOnOneRedisTakeAPushLiveTogether() throws Exception {
    Path redisFolder = Files.createDirectory(folder.resolve("redis"));
    Path git = Files.createDirectory(folder.resolve("git"));
    Path front = folder.resolve("front");
    Path back = folder.resolve("back");
    try (OutsideRedis redis = OutsideRedis.start(redisFolder);
        GitHttpServer server = GitHttpServer.start(git);
        Application desk = Application.start(role("webhook,dashboard", front, redis));
        Application workshop = Application.start(role("builder,deployer,edge", back, redis))) {
      Api api = new Api(desk.url());
      Developer ann = Developer.join(api, server, folder.resolve("work"), "together");
      ann.goLive(api, "together");
      int edgePort = workshop.edgeUrl().map(URI::getPort).orElseThrow();
      assertThat(Api.visit(edgePort, ann.host(), "/").body()).isEqualTo("together");
      assertThat(desk.edgeUrl()).isEmpty();
      assertThat(api.send("GET", "/readyz", new byte[0]).statusCode()).isEqualTo(200);
      try (Containers containers = Containers.of(front)) {
        assertThat(containers.registries()).isEmpty();
      }
    } finally {
      Leftovers.remove(front);
      Leftovers.remove(back);
    }
  }

  /** Both need the same key, or one could not read what the other stored. */
  private Settings role(String roles, Path data, OutsideRedis redis) throws Exception {
    Map<Setting, String> settings = new EnumMap<>(Setting.class);
    settings.put(Setting.ROLES, roles);
    settings.put(Setting.REDIS_URL, redis.url());
    settings.put(Setting.SECRET_KEY_FILE, folder.resolve("secret.key").toString());
    return RunningSlipway.settings(data, settings);
  }

  private static String add(Api api) throws Exception {
    return api.post(
            "/api/v1/repositories",
            "{\"forge\": \"git\", \"name\": \"acme/kept\","
                + " \"clone_url\": \"https://git.example.com/acme/kept.git\"}")
        .get("id")
        .asText();
  }
}
