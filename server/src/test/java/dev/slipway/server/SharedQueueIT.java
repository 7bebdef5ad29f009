package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.source.testing.GitHttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two processes that build, beside one that does the rest: on one Redis, one registry and one
 * engine, each with a data directory of its own.
 */
@Timeout(240)
class SharedQueueIT {
  private static Path folder;
  private static OutsideRedis redis;
  private static OutsideRegistry registry;
  private static GitHttpServer git;
  private static SlipwayProcess control;
  private static Api api;

  private final List<SlipwayProcess> builders = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    folder = Files.createTempDirectory("slipway-it-");
    redis = OutsideRedis.start(Files.createDirectory(folder.resolve("redis")));
    registry = OutsideRegistry.start(Files.createDirectory(folder.resolve("registry")));
    git = GitHttpServer.start(Files.createDirectory(folder.resolve("git")));
    control = process("control", "webhook,dashboard,deployer,edge", "--edge-port", "0");
    api = control.api();
  }

  @AfterAll
  static void stop() throws Exception {
    control.close();
    git.close();
    registry.close();
    redis.close();
    for (String name : List.of("control", "one", "two")) {
      if (Files.exists(data(name).resolve("installation"))) {
        Leftovers.remove(data(name));
      }
    }
    Leftovers.delete(folder);
  }

  @BeforeEach
  void startBuilders() throws Exception {
    builders.add(builder("one", "both,first"));
    builders.add(builder("two", "both,second"));
  }

  @AfterEach
  void stopBuilders() throws InterruptedException {
    for (SlipwayProcess each : builders) {
      each.close();
    }
  }

  @Test
  void tenBuildsAreSharedAndEachIsBuiltOnce() throws Exception {
    Developer ann = developer("crowd");
    List<String> builds = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ann.site("page " + i, "RUN echo made-once && sleep 1");
      builds.add(ann.push("refs/heads/branch-" + i));
    }
    Wait.until(
        "two of them run at the same time",
        () -> api.items("/api/v1/builds?status=running"),
        running -> running.size() == 2);
    for (String build : builds) {
      JsonNode ended = api.awaitBuild(build, "succeeded");
      assertThat(ended.get("attempt").asInt()).isEqualTo(1);
      assertThat(lines(build)).filteredOn(line -> line.endsWith("made-once")).hasSizeBetween(1, 2);
      List<Long> numbers = api.logNumbers(build);
      assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
    }
    assertThat(api.items("/api/v1/builds?repository=acme/crowd")).hasSize(10);
    for (String name : List.of("one", "two")) {
      assertThat(data(name).resolve("mirrors")).isNotEmptyDirectory();
    }
  }

  @Test
  void aLabelThatNobodyHasIsSaidAndTheBuildGoesToWhoHasItThen() throws Exception {
    Developer ann = developer("labelled");
    RunningSlipway.command(api, "repos", "set", "acme/labelled", "--labels", "gpu");
    String build = ann.site("labelled").push("refs/heads/some");
    Wait.until(
        "the build says why it waits",
        () -> api.build(build).path("reason").asText(),
        reason -> reason.equals("no builder has the label gpu"));
    String page = page("/builds/" + build);
    assertThat(page).contains("Next in the queue, but no builder has the label gpu");

    RunningSlipway.command(
        api, "repos", "set", "acme/labelled", "--labels", "second,linux/" + architecture());
    api.awaitBuild(build, "succeeded");
    assertThat(mirrors("two")).anyMatch(mirror -> mirror.contains("labelled"));
    assertThat(mirrors("one")).noneMatch(mirror -> mirror.contains("labelled"));
  }

  @Test
  void whatAKilledBuilderHadIsFinishedByTheOtherAndNothingIsLeft() throws Exception {
    Developer ann = developer("killed");
    RunningSlipway.command(api, "repos", "set", "acme/killed", "--labels", "first");
    ann.site("killed")
        .file(
            ".slipway.yml",
            """
            steps:
              - name: slow
                image: busybox:latest
                commands: [echo begun, "sleep 8"]
            build: .
            """);
    String build = ann.push("refs/heads/some");
    Wait.until(
        "the step has begun",
        () -> lines(build),
        lines -> lines.stream().anyMatch(line -> line.strip().equals("begun")));
    builders.getFirst().kill();
    RunningSlipway.command(api, "repos", "set", "acme/killed", "--labels", "both");

    JsonNode ended = api.awaitBuild(build, "succeeded");
    assertThat(ended.get("attempt").asInt()).isEqualTo(2);
    assertThat(ended.get("images")).hasSize(1);
    try (Containers containers = Containers.of(data("two"))) {
      assertThat(containers.leftOfBuild(build)).isEmpty();
    }
  }

  private static Developer developer(String name) throws Exception {
    return Developer.join(api, git, folder.resolve("work"), name);
  }

  private static SlipwayProcess builder(String name, String labels) throws Exception {
    return process(name, "builder", "--builders", "1", "--builder-labels", labels);
  }

  private static SlipwayProcess process(String name, String roles, String... more)
      throws Exception {
    Path data = data(name);
    Files.createDirectories(data);
    List<String> settings =
        new ArrayList<>(
            List.of(
                "--roles",
                roles,
                "--redis-url",
                redis.url(),
                "--registry",
                registry.host(),
                "--registry-credentials-file",
                registry.login(OutsideRegistry.PASSWORD).toString(),
                "--secret-key-file",
                folder.resolve("secret.key").toString(),
                "--allow-private-addresses",
                "127.0.0.1"));
    settings.addAll(List.of(more));
    return SlipwayProcess.start(data, settings.toArray(String[]::new));
  }

  /** Each in a folder of its own, which has its log as well. */
  private static Path data(String name) {
    return folder.resolve(name).resolve("data");
  }

  /** The names of what a builder has checked out from. */
  private static List<String> mirrors(String name) throws IOException {
    Path mirrors = data(name).resolve("mirrors");
    if (!Files.exists(mirrors)) {
      return List.of();
    }
    try (Stream<Path> each = Files.list(mirrors)) {
      return each.map(mirror -> mirror.getFileName().toString()).toList();
    }
  }

  private static List<String> lines(String build) throws IOException, InterruptedException {
    return api.get("/api/v1/builds/" + build + "/log?limit=1000")
        .get("lines")
        .findValuesAsText("text");
  }

  private static String page(String path) throws Exception {
    return api.send("GET", path, new byte[0], "Accept", "text/html").body();
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }
}
