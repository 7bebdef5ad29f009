package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.source.testing.GitHttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a build pushed arrives where it is to be, whichever process dies when. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // Each test starts the process with roles of its own.
class SyncAfterPushIT {
  private Path folder;
  private Path data;
  private OutsideRegistry own;
  private OutsideRegistry other;
  private GitHttpServer git;
  private SlipwayProcess slipway;

  @BeforeEach
  void start() throws Exception {
    folder = Files.createTempDirectory("slipway-it-");
    data = Files.createDirectory(folder.resolve("data"));
    own = OutsideRegistry.start(Files.createDirectory(folder.resolve("own")));
    other = OutsideRegistry.start(Files.createDirectory(folder.resolve("other")));
    git = GitHttpServer.start(Files.createDirectory(folder.resolve("git")));
  }

  @AfterEach
  void stop() throws Exception {
    try {
      slipway.close();
    } finally {
      git.close();
      own.close();
      other.close();
      SlipwayProcess.clearUp(data);
      Leftovers.delete(folder);
    }
  }

  @Test
  void aRuleIsFollowedWheneverABuildHasPushed() throws Exception {
    slipway = start("webhook,dashboard,builder,sync");
    Developer ann = developer();
    for (String text : List.of("one", "two")) {
      String build = push(ann, text);
      slipway.api().awaitBuild(build, "succeeded");
      awaitRunOf(build);
      assertArrived(ann, build);
    }
  }

  @Test
  void whatWasPushedBeforeAKillArrivesAfterIt() throws Exception {
    slipway = start("webhook,dashboard,builder");
    Developer ann = developer();
    String build = push(ann, "one");
    slipway.api().awaitBuild(build, "succeeded");
    slipway.kill();

    slipway = start("webhook,dashboard,builder,sync");

    awaitRunOf(build);
    assertArrived(ann, build);
  }

  @Test
  void thePipelineFileSaysWhereElseImagesGo() throws Exception {
    slipway = start("webhook,dashboard,builder");
    Developer ann = developer();
    String to = other.host() + "/shops/ann";
    ann.file(".slipway.yml", "deploy: false\nsync: { to: \"%s\" }\n".formatted(to));
    String refused = push(ann, "one");
    JsonNode failed = slipway.api().awaitBuild(refused, "failed");
    assertThat(failed.get("failure").get("message").asText())
        .contains("images of acme/pushes may not be copied to " + to);

    RunningSlipway.command(
        slipway.api(), "repos", "set", "acme/pushes", "--sync-to", other.host() + "/shops/*");
    String build = push(ann, "two");
    JsonNode copy = slipway.api().awaitBuild(build, "succeeded").get("syncs").get(0);
    assertThat(copy.get("to").asText()).isEqualTo(to);
    slipway.kill();
    slipway = start("webhook,dashboard,builder,sync");
    Wait.until(
        "the copy of " + build + " was made",
        () -> slipway.api().items("/api/v1/sync/runs?rule=" + copy.get("rule").asText()),
        runs -> runs.stream().anyMatch(run -> run.get("status").asText().equals("succeeded")));

    JsonNode image = slipway.api().build(build).get("images").get(0);
    assertThat(Skopeo.digest(other, "shops/ann:" + ann.sha().substring(0, 7)))
        .isEqualTo(image.get("digest").asText());
  }

  /** One whose pushes a rule follows. */
  private Developer developer() throws Exception {
    RunningSlipway.command(
        slipway.api(),
        "sync",
        "rules",
        "add",
        "out",
        "--on-push",
        "--from",
        own.host() + "/acme/pushes",
        "--to",
        other.host() + "/replica/pushes");
    assertThat(RunningSlipway.command(slipway.api(), "sync", "rules")).contains("on push");
    return Developer.join(slipway.api(), git, folder.resolve("work"), "pushes");
  }

  private String push(Developer developer, String text) throws Exception {
    return developer
        .file("index.html", text)
        .file("Dockerfile", "FROM scratch\nCOPY . /\n")
        .push("refs/heads/work");
  }

  private void awaitRunOf(String build) throws Exception {
    Wait.until(
        "a run of " + build + " has succeeded",
        () -> slipway.api().items("/api/v1/sync/runs?rule=out"),
        runs ->
            runs.stream()
                .filter(run -> run.get("by").asText().equals("build " + build))
                .anyMatch(run -> run.get("status").asText().equals("succeeded")));
  }

  private void assertArrived(Developer developer, String build) throws Exception {
    JsonNode image = slipway.api().build(build).get("images").get(0);
    String tag = developer.sha().substring(0, 7);
    assertThat(Skopeo.digest(other, "replica/pushes:" + tag))
        .isEqualTo(image.get("digest").asText());
  }

  private SlipwayProcess start(String roles) throws Exception {
    return SlipwayProcess.start(
        data,
        List.of(
                "--roles",
                roles,
                "--registry",
                own.host(),
                "--registry-credentials-file",
                OutsideRegistry.logins(folder, own, other).toString(),
                "--builders",
                "1",
                "--allow-private-addresses",
                "127.0.0.1")
            .toArray(String[]::new));
  }
}
