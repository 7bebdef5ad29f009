package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.source.Forge;
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
      String account = Onboarded.connect(api, forge);
      JsonNode listed = api.items("/api/v1/accounts/%s/repositories?q=".formatted(account)).get(0);
      assertThat(listed.get("name").asText()).isEqualTo(name);
      assertThat(listed.get("dockerfile").asBoolean()).isTrue();
      Onboarded repository = Onboarded.enable(slipway, account, name);
      String sha = repository.push(folder, "refs/heads/main");

      assertThat(forge.deliver(name, Payloads.pushEvent(kind), Payloads.push(kind, name, sha)))
          .isEqualTo(202);

      api.awaitDeployment(repository.onlyBuild(), "live");
      if (kind != Forge.GITEE) { // has no commit statuses
        Wait.until(
            "the forge was told of build and rollout",
            () -> forge.statuses(name, sha),
            told ->
                lastOf(told, "slipway/build").isSuccess()
                    && lastOf(told, "slipway/deploy/production").isSuccess());
      }
      String path = "/api/v1/repositories/" + repository.id();
      assertThat(api.send("DELETE", path, new byte[0]).statusCode()).isEqualTo(204);
      assertThat(forge.hooks(name)).isEmpty();
      assertThat(forge.faults()).isEmpty();
    }
  }

  @Test
  void aPullRequestFromAForkWaitsForAYesAndTouchesNothing() throws Exception {
    String name = "acme/forked";
    try (FakeForge forge = FakeForge.start(Forge.GITHUB)) {
      forge.addRepository(name, true, true);
      Onboarded repository = Onboarded.enable(slipway, Onboarded.connect(api, forge), name);
      String sha = repository.push(folder, "refs/pull/7/head");

      String opened = Payloads.pullRequestFromFork(name, "opened", sha);
      assertThat(forge.deliver(name, "pull_request", opened)).isEqualTo(202);

      String build = repository.onlyBuild();
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
