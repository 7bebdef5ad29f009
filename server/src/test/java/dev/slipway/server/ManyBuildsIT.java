package dev.slipway.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.config.settings.Setting;
import dev.slipway.core.Ids;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.store.Redis;
import dev.slipway.store.RedisBuilds;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pages stay quick, and cost Redis nothing more for each tab, where thousands of builds are. */
@Timeout(180)
class ManyBuildsIT {
  private static final int REPOSITORIES = 40;
  private static final int BUILDS = 3000;
  private static final int ROUNDS = 31;
  private static final Duration MOST = Duration.ofMillis(50);

  private static Path folder;
  private static OutsideRedis redis;
  private static RunningSlipway slipway;

  @BeforeAll
  static void start() throws Exception {
    folder = Files.createTempDirectory("slipway-it-");
    redis = OutsideRedis.start(folder);
    slipway =
        RunningSlipway.start(
            Map.of(Setting.REDIS_URL, redis.url(), Setting.ROLES, "webhook,dashboard"));
    try (Redis connection = Redis.connect(redis.url())) {
      fill(new RedisBuilds(connection, Clock.systemUTC()));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    slipway.close();
    redis.close();
    Leftovers.delete(folder);
  }

  /** Some hundred that are queued, and the others that they superseded. */
  private static void fill(Builds builds) {
    for (int i = 0; i < BUILDS; i++) {
      int number = i % REPOSITORIES;
      builds.add(
          new NewBuild(
              new BuildId(Ids.next("bld", Clock.systemUTC())),
              new RepositoryId("repo_" + number),
              new RepositoryName("acme/part-" + number),
              Trigger.PUSH,
              GitRef.ofBranch("branch-" + i % 400),
              new Commit(new CommitSha("%040x".formatted(i + 1)), "Ada Lovelace", "Change " + i),
              null,
              null,
              "Ada Lovelace",
              null,
              Clock.systemUTC().instant()));
    }
  }

  @Test
  void theFirstByteOfEachListComesSoon() throws Exception {
    for (String path : List.of("/", "/queue", "/builds", "/builds?status=queued")) {
      Duration median = medianOf(path);
      assertThat(median).as(path).isLessThan(MOST);
    }
    assertThat(medianOf("/api/v1/find?q=part-7")).isLessThan(MOST.multipliedBy(2));
  }

  private static Duration medianOf(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(slipway.api().url(path))
              .header("Authorization", "Bearer " + Api.TOKEN)
              .header("Accept", "text/html")
              .build();
      long[] nanos = new long[ROUNDS];
      // The first rounds are those in which the JVM learns.
      for (int i = -ROUNDS; i < ROUNDS; i++) {
        long start = System.nanoTime();
        try (InputStream body = client.send(request, BodyHandlers.ofInputStream()).body()) {
          assertThat(body.read()).isPositive();
          nanos[Math.max(i, 0)] = System.nanoTime() - start;
          body.readAllBytes();
        }
      }
      Arrays.sort(nanos);
      return Duration.ofNanos(nanos[ROUNDS / 2]);
    }
  }

  @Test
  void fiftyTabsCostRedisNoConnection() throws Exception {
    int before = connections();
    List<InputStream> tabs = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        InputStream events = slipway.api().open("/api/v1/events");
        var lines = new BufferedReader(new InputStreamReader(events, US_ASCII));
        assertThat(lines.readLine()).startsWith("retry:");
        tabs.add(events);
      }
      assertThat(connections()).isEqualTo(before);
      assertThat(slipway.api().send("GET", "/metrics", new byte[0]).body())
          .contains("slipway_event_viewers 50");
    } finally {
      for (InputStream tab : tabs) {
        tab.close();
      }
    }
  }

  private static int connections() throws Exception {
    Process cli = new ProcessBuilder("redis-cli", "-u", redis.url(), "info", "clients").start();
    String text = new String(cli.getInputStream().readAllBytes(), US_ASCII);
    return text.lines()
        .filter(line -> line.startsWith("connected_clients:"))
        .mapToInt(line -> Integer.parseInt(line.substring(18).strip()))
        .findFirst()
        .orElseThrow();
  }
}
