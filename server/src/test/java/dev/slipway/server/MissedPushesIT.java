package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.config.settings.Setting;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.testing.WorkTree;
import dev.slipway.webhook.forge.testing.FakeForge;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes that no webhook told of, seen from outside. */
class MissedPushesIT {
  private static RunningSlipway slipway;
  private static Api api;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    slipway = RunningSlipway.start(Map.of(Setting.RECONCILE, "3s"));
    api = slipway.api();
  }

  @AfterAll
  static void stop() throws Exception {
    slipway.close();
  }

  @Test
  void whatGitHubCouldNotDeliverIsAskedForAgainOnce() throws Exception {
    String name = "acme/lost";
    try (FakeForge forge = FakeForge.start(Forge.GITHUB)) {
      forge.addRepository(name, true, true);
      Onboarded repository = Onboarded.enable(slipway, Onboarded.connect(api, forge), name);
      awaitRounds(name, 2);
      String sha = repository.push(folder, "refs/heads/main");
      forge.lose(name, "push", Payloads.push(Forge.GITHUB, name, sha));

      List<JsonNode> builds =
          Wait.until("it is built", repository::builds, found -> !found.isEmpty());
      awaitRounds(name, 3);

      assertThat(forge.redelivered(name)).hasSize(1);
      assertThat(repository.builds()).hasSize(1);
      JsonNode build = builds.getFirst();
      assertThat(build.get("trigger").asText()).isEqualTo("push");
      assertThat(build.get("sha").asText()).isEqualTo(sha);
      JsonNode delivery = api.items("/api/v1/deliveries?repository=" + repository.id()).getLast();
      assertThat(delivery.get("forge_delivery_id").asText()).startsWith("lost-");
      assertThat(forge.faults()).isEmpty();
    }
  }

  @Test
  void aPushThatNobodyToldOfIsFoundAndBuiltOnce() throws Exception {
    String name = "acme/silent";
    WorkTree tree = plain(name);
    String sha = push(tree, "Sell quietly");

    String build = awaitBuilds(name, 1).getFirst().get("id").asText();
    api.awaitDeployment(build, "live");
    awaitRounds(name, 3);

    JsonNode only = builds(name).getFirst();
    assertThat(builds(name)).hasSize(1);
    assertThat(only.get("trigger").asText()).isEqualTo("reconciliation");
    assertThat(only.get("sha").asText()).isEqualTo(sha);
    JsonNode delivery =
        api.items("/api/v1/deliveries?repository=" + name.replace("/", "%2F")).get(0);
    assertThat(delivery.get("proof").asText()).startsWith("found by reconciliation");
  }

  @Test
  void aPushThatIsFoundIsSkippedWhenItsMessageSaysSo() throws Exception {
    String name = "acme/quiet";
    push(plain(name), "Fix a typo [skip ci]");

    String build = awaitBuilds(name, 1).getFirst().get("id").asText();

    assertThat(api.awaitBuild(build, "skipped").get("reason").asText())
        .isEqualTo("the commit's message says [skip ci]");
  }

  /** A repository on a plain git server, without a hook, that was looked at. */
  private WorkTree plain(String name) throws Exception {
    slipway.git().create(name);
    String url = slipway.git().url(name).toString();
    RunningSlipway.command(api, "repos", "add", name, "--forge", "git", "--clone-url", url);
    awaitRounds(name, 2);
    WorkTree tree = WorkTree.init(folder.resolve(name), slipway.git().url(name));
    tree.write("index.html", name).write("Dockerfile", Developer.FROM + Developer.SERVE);
    return tree;
  }

  private static String push(WorkTree tree, String message) throws Exception {
    tree.commit(message);
    tree.git("push", "origin", "HEAD:refs/heads/main");
    return tree.git("rev-parse", "HEAD");
  }

  /** Waits until Slipway asked the git server so many times more where its branches are. */
  private static void awaitRounds(String name, int more) throws Exception {
    long before = asked(name);
    Wait.until("it is looked at", () -> asked(name), now -> now >= before + more);
  }

  private static long asked(String name) {
    String question = "GET /" + name + ".git/info/refs?service=git-upload-pack";
    return slipway.git().requests().stream().filter(question::equals).count();
  }

  private static List<JsonNode> awaitBuilds(String name, int count) throws Exception {
    return Wait.until(name + " is built", () -> builds(name), found -> found.size() == count);
  }

  private static List<JsonNode> builds(String name) throws Exception {
    return api.items("/api/v1/builds?repository=" + name.replace("/", "%2F"));
  }
}
