package dev.slipway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What pushes leave in the managed registry, as a whole Slipway shows it, and what may go. */
@Timeout(240)
class RegistryImagesIT {
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
  void whatRunsOrMayRunAgainStaysAndWhatNobodyCanGoBackToMayGo() throws Exception {
    Developer ann = slipway.developer("browsed");
    ann.file(".slipway.yml", "deploy:\n  retain_releases: 1\n");
    for (String text : List.of("one", "two", "three")) {
      ann.goLive(api, text);
    }
    List<JsonNode> releases = api.releases(ann.service());
    String live = releases.getFirst().get("digest").asText();
    String image = releases.getFirst().get("image").asText();
    String repository = image.substring(image.indexOf('/') + 1).replaceFirst("@.*", "");

    JsonNode newest = api.items(images(repository) + "?q=" + live).getFirst();
    assertThat(newest.get("build").get("sha").asText()).isEqualTo(ann.sha());
    assertThat(newest.get("uses").findValuesAsText("state")).contains("live", "running");
    assertThat(RunningSlipway.command(api, "images", repository))
        .contains(live)
        .contains(ann.sha().substring(0, 7))
        .contains(" v3 live+running");

    assertThat(remove(repository, live).statusCode()).isEqualTo(409);
    assertThat(remove(repository, live).body()).contains("release v3 of service", "container");
    String before = releases.get(1).get("digest").asText();
    assertThat(remove(repository, before).body()).contains("v2", "kept for going back");

    String old = releases.get(2).get("digest").asText();
    HttpResponse<String> gone = remove(repository, old);
    assertThat(gone.statusCode()).as(gone.body()).isEqualTo(200);
    assertThat(RunningSlipway.command(api, "images", repository)).contains(live, before);
    assertThat(RunningSlipway.command(api, "images", repository)).doesNotContain(old);
    assertThat(Api.visit(slipway.edgePort(), ann.host(), "/").body()).contains("three");
  }

  private static String images(String repository) {
    return "/api/v1/images/" + repository.replace("/", "%2F");
  }

  private static HttpResponse<String> remove(String repository, String digest) throws Exception {
    return api.send(
        "DELETE",
        images(repository) + "/" + digest + "?tags=all&referrers=all",
        "".getBytes(UTF_8));
  }
}
