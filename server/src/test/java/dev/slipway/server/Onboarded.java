package dev.slipway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.source.testing.WorkTree;
import dev.slipway.webhook.forge.testing.FakeForge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A repository of a fake forge that is connected and enabled; its code is on a git server. */
final class Onboarded {
  private final RunningSlipway slipway;
  private final String name;
  private final String id;

  private Onboarded(RunningSlipway slipway, String name, String id) {
    this.slipway = slipway;
    this.name = name;
    this.id = id;
  }

  /** Connects an account of the forge, and returns its id. */
  static String connect(Api api, FakeForge forge) throws Exception {
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

  /** Enables a repository of the account, and lets it be cloned from Slipway's git server. */
  static Onboarded enable(RunningSlipway slipway, String account, String name) throws Exception {
    Api api = slipway.api();
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
    return new Onboarded(slipway, name, id);
  }

  String id() {
    return id;
  }

  /** Pushes a small web site to a ref, and returns its commit. */
  String push(Path folder, String ref) throws IOException {
    WorkTree tree = WorkTree.init(folder.resolve(name), slipway.git().url(name));
    tree.write("index.html", name);
    tree.write("Dockerfile", Developer.FROM + Developer.SERVE);
    tree.commit("Sell more");
    tree.git("push", "--force", "origin", "HEAD:" + ref);
    return tree.git("rev-parse", "HEAD");
  }

  /** The id of the one build that there is. */
  String onlyBuild() throws Exception {
    List<JsonNode> builds = builds();
    assertThat(builds).hasSize(1);
    return builds.getFirst().get("id").asText();
  }

  List<JsonNode> builds() throws Exception {
    return slipway.api().items("/api/v1/builds?repository=" + id);
  }
}
