package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images of a service that was deployed several times, of which the older ones go. */
@Timeout(300)
class RetentionIT {
  private static RunningSlipway slipway;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    slipway = RunningSlipway.start();
    api = slipway.api();
  }

  @AfterAll
  static void stop() throws Exception {
    slipway.close();
  }

  @Test
  void whatRunsAndWhatIsKeptForGoingBackSurvivesAndTheRestGivesItsSpaceBack() throws Exception {
    Developer ann = slipway.developer("tidy");
    ann.file(
        ".slipway.yml",
        """
        deploy:
          retain_releases: 1
          healthcheck: { path: /, interval: 200ms, timeout: 2s }
          update_config: { monitor: 0s }
        """);
    List<StoredImage> images = new ArrayList<>();
    for (String text : List.of("one", "two", "three", "four")) {
      String build = ann.site(text).push();
      api.awaitDeployment(build, "live");
      images.add(StoredImage.of(api.build(build)));
    }
    String repository = repository();
    command("images", "retention", "set", repository, "--tags", "nothing-has-this");
    assertThat(command("images", "retention")).contains(repository + "\tnothing-has-this");

    Map<String, String> because = new TreeMap<>();
    for (JsonNode image : plan(repository).get("repositories").get(0).get("images")) {
      because.put(image.get("digest").asText(), image.get("because").asText());
    }
    assertThat(because.get(digest(images, 0))).isEmpty();
    assertThat(because.get(digest(images, 1))).isEmpty();
    assertThat(because.get(digest(images, 2))).contains("is kept for going back to");
    assertThat(because.get(digest(images, 3))).contains("is live");
    assertThat(command("images", "prune", "--dry-run", repository)).contains("\tgoes");
    assertThat(images.get(0).digestOf(digest(images, 0))).isEqualTo(digest(images, 0));

    assertThat(command("images", "prune", repository))
        .contains(digest(images, 0))
        .contains(digest(images, 1))
        .doesNotContain("skipped");

    JsonNode run = api.items("/api/v1/retention/runs").getFirst();
    assertThat(run.get("status").asText()).as("%s", run).isEqualTo("succeeded");
    assertThat(run.at("/result/removed_count").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(run.at("/result/gc/blobs").asInt()).isGreaterThan(0);
    assertThat(run.at("/result/gc/freed").asLong()).isGreaterThan(0);
    assertThat(images.get(0).digestOf(digest(images, 0))).isEmpty();
    assertThat(images.get(3).digestOf(digest(images, 3))).isEqualTo(digest(images, 3));

    JsonNode back =
        api.post(
            "/api/v1/services/" + api.service(ann.service()).get("id").asText() + "/rollback",
            "{}");
    api.awaitRollout(back.get("deployment_id").asText(), "live");
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).contains("three");
    api.awaitDeployment(ann.site("five").push(), "live");
  }

  private static JsonNode plan(String repository) throws Exception {
    return api.get("/api/v1/retention/plan?repository=" + repository.replace("/", "%2F"));
  }

  private static String repository() throws Exception {
    return api.items("/api/v1/images").stream()
        .map(one -> one.get("name").asText())
        .filter(name -> name.contains("tidy"))
        .findFirst()
        .orElseThrow();
  }

  private static String digest(List<StoredImage> images, int number) {
    return images.get(number).digest();
  }

  private static String command(String... arguments) {
    return RunningSlipway.command(api, arguments);
  }
}
