package dev.slipway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.testing.WorkTree;
import dev.slipway.webhook.forge.testing.FakeComment;
import dev.slipway.webhook.forge.testing.FakeForge;
import dev.slipway.webhook.forge.testing.FakeStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each forge in both directions: connected, enabled, pushed to, told, and left again. */
class ForgesIT {
  private static final Set<String> SUCCESS = Set.of("success", "SUCCESSFUL");
  private static RunningSlipway slipway;
  private static Api api;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    slipway = RunningSlipway.start();
    api = slipway.api();
  }

  @AfterAll
  static void stop() throws Exception {
    slipway.close();
  }

  @ParameterizedTest
  @EnumSource(value = Forge.class, mode = EnumSource.Mode.EXCLUDE, names = "GIT")
  void aPushGoesLiveAndItsForgeIsToldSo(Forge kind) throws Exception {
    String name = "acme/" + kind.slug();
    try (FakeForge forge = FakeForge.start(kind)) {
      forge.addRepository(name, true, true);
      String account = connect(forge);
      JsonNode listed = api.items("/api/v1/accounts/%s/repositories?q=".formatted(account)).get(0);
      assertThat(listed.get("name").asText()).isEqualTo(name);
      assertThat(listed.get("dockerfile").asBoolean()).isTrue();
      String repository = enable(account, name);
      String sha = push(name);

      assertThat(forge.deliver(name, Payloads.pushEvent(kind), Payloads.push(kind, name, sha)))
          .isEqualTo(202);

      api.awaitDeployment(onlyBuild(repository), "live");
      if (kind != Forge.GITEE) { // has no commit statuses
        Wait.until(
            "the forge was told of build and rollout",
            () -> forge.statuses(name, sha),
            told ->
                lastOf(told, "slipway/build").isSuccess()
                    && lastOf(told, "slipway/deploy/production").isSuccess());
      }
      assertThat(api.send("DELETE", "/api/v1/repositories/" + repository, new byte[0]).statusCode())
          .isEqualTo(204);
      assertThat(forge.hooks(name)).isEmpty();
      assertThat(forge.faults()).isEmpty();
    }
  }

  @Test
  void aPullRequestFromAForkWaitsForAYesAndTouchesNothing() throws Exception {
    String name = "acme/forked";
    try (FakeForge forge = FakeForge.start(Forge.GITHUB)) {
      forge.addRepository(name, true, true);
      String repository = enable(connect(forge), name);
      WorkTree tree = site(name, "theirs");
      tree.commit("Sell hats");
      String sha = tree.git("rev-parse", "HEAD");
      tree.git("push", "--force", "origin", "HEAD:refs/pull/7/head");

      String opened = Payloads.pullRequestFromFork(name, "opened", sha);
      assertThat(forge.deliver(name, "pull_request", opened)).isEqualTo(202);

      String build = onlyBuild(repository);
      assertThat(api.build(build).get("status").asText()).isEqualTo("waiting");
      Wait.until(
          "it is asked for on the forge",
          () -> forge.comments(name, 7),
          asked -> asked.size() == 1);
      api.post("/api/v1/builds/" + build + "/approve", "{}");
      JsonNode built = api.awaitBuild(build, "succeeded");
      assertThat(built.get("deployments")).isEmpty();
      assertThat(built.get("images").get(0).get("reference").asText()).contains("forked");
      List<FakeComment> comments =
          Wait.until(
              "the comment is brought up to date",
              () -> forge.comments(name, 7),
              told -> told.getFirst().body().contains("Slipway: built"));
      assertThat(comments).hasSize(1);
      assertThat(forge.faults()).isEmpty();
    }
  }

  private static String connect(FakeForge forge) throws Exception {
    String body =
        "{\"forge\": \"%s\", \"url\": \"%s\", \"token\": \"%s\"}"
            .formatted(forge.kind().id(), forge.pages(), FakeForge.TOKEN);
    var answer =
        api.send(
            "POST", "/api/v1/accounts", body.getBytes(UTF_8), "Content-Type", "application/json");
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    assertThat(answer.body()).doesNotContain(FakeForge.TOKEN);
    return Api.json(answer.body()).get("id").asText();
  }

  /** Enables it, and lets it be cloned from the git server of this test. */
  private static String enable(String account, String name) throws Exception {
    JsonNode enabled =
        api.post(
                "/api/v1/accounts/%s/repositories".formatted(account),
                "{\"names\": [\"%s\"]}".formatted(name))
            .get("items")
            .get(0);
    assertThat(enabled.get("hook").get("state").asText()).as("%s", enabled).isEqualTo("fine");
    String id = enabled.get("repository").get("id").asText();
    slipway.git().create(name);
    String body = "{\"clone_url\": \"%s\"}".formatted(slipway.git().url(name));
    var answer =
        api.send(
            "PUT",
            "/api/v1/repositories/" + id,
            body.getBytes(UTF_8),
            "Content-Type",
            "application/json");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return id;
  }

  private WorkTree site(String name, String text) throws Exception {
    WorkTree tree = WorkTree.init(folder.resolve(name.replace('/', '-')), slipway.git().url(name));
    tree.write("index.html", text);
    tree.write(
        "Dockerfile",
        Developer.FROM
            + "COPY . /www\nEXPOSE 8080\nCMD [\"httpd\", \"-f\", \"-p\", \"8080\", \"-h\", \"/www\"]\n");
    return tree;
  }

  private String push(String name) throws Exception {
    WorkTree tree = site(name, name);
    tree.commit("Sell more");
    tree.git("push", "origin", "HEAD:refs/heads/main");
    return tree.git("rev-parse", "HEAD");
  }

  private static String onlyBuild(String repository) throws Exception {
    List<JsonNode> builds = api.items("/api/v1/builds?repository=" + repository);
    assertThat(builds).hasSize(1);
    return builds.getFirst().get("id").asText();
  }

  private static Told lastOf(List<FakeStatus> statuses, String context) {
    return statuses.stream()
        .filter(status -> status.context().equals(context))
        .reduce((_, later) -> later)
        .map(status -> new Told(status.state()))
        .orElse(new Told("nothing"));
  }

  private record Told(String state) {
    boolean isSuccess() {
      return SUCCESS.contains(state);
    }
  }
}
