package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.config.settings.Setting;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a push to the live site through a registry that asks who is there. */
@Timeout(180)
class PrivateRegistryIT {
  private static Path folder;
  private static OutsideRegistry registry;
  private static RunningSlipway slipway;
  private static Api api;

  /** An image that the engine made and pushed. */
  private static String base;

  @BeforeAll
  static void start() throws Exception {
    folder = Files.createTempDirectory("slipway-it-");
    registry = OutsideRegistry.start(folder);
    slipway =
        RunningSlipway.start(
            Map.of(
                Setting.REGISTRY,
                registry.host(),
                Setting.REGISTRY_CREDENTIALS_FILE,
                registry.login(OutsideRegistry.PASSWORD).toString()));
    api = slipway.api();
    assertThat(registry.toStrangers()).isEqualTo(401);
    Developer ann = slipway.developer("base");
    api.awaitDeployment(ann.site("base", "RUN echo made > /made").push(), "live");
    base = "FROM " + registry.host() + "/acme/base:" + ann.sha().substring(0, 7) + "\n";
  }

  @AfterAll
  static void stop() throws Exception {
    slipway.close();
    registry.close();
    Leftovers.delete(folder);
  }

  @Test
  void imagesArePushedUsedAsBasesByBothEnginesAndPulled() throws Exception {
    Developer bob = slipway.developer("by-buildkit");
    bob.file("index.html", "by buildkit").file("Dockerfile", base + "RUN cp /made /www/made\n");
    String built = bob.push();
    api.awaitDeployment(built, "live");
    assertThat(Api.visit(slipway.edgePort(), bob.host(), "/made").body()).isEqualTo("made\n");

    Developer eve = slipway.developer("by-jib");
    String jib = eve.file("index.html", "x").file("Dockerfile", base + "COPY . /www\n").push();
    api.awaitDeployment(jib, "live");
    assertThat(Api.visit(slipway.edgePort(), eve.host(), "/").body()).isEqualTo("x");
    assertThat(log(jib)).contains("no engine needed");
    assertThat(log(built)).contains("is left to the engine");
    nobodyIsTold(built);
    nobodyIsTold(jib);
  }

  @Test
  void aSteppedBuildPullsItsPrivateImage() throws Exception {
    Developer ann = slipway.developer("tools");
    ann.file("tool", "useful").file("Dockerfile", base + "COPY tool /tool\n");
    // Without an engine and without a rollout, so that no engine has it.
    JsonNode built = api.awaitBuild(ann.push("refs/heads/tools"), "succeeded");
    String image = built.get("images").get(0).get("reference").asText();

    Developer bob = slipway.developer("with-tools");
    bob.file("index.html", "stepped")
        .file(
            ".slipway.yml",
            "steps: [{ name: use, image: '%s', commands: [cat /tool] }]\n".formatted(image));
    String stepped = bob.push();
    api.awaitBuild(stepped, "succeeded");
    assertThat(log(stepped)).contains("Pulled image " + image, "useful");
    nobodyIsTold(stepped);
  }

  @Test
  void aWrongPasswordIsToldByNameAndNotRetried() throws Exception {
    Path wrong = registry.login("mackerel");
    try (RunningSlipway other =
        RunningSlipway.start(
            Map.of(
                Setting.REGISTRY,
                registry.host(),
                Setting.REGISTRY_CREDENTIALS_FILE,
                wrong.toString()))) {
      Developer ann = other.developer("refused");
      JsonNode failed = other.api().awaitBuild(ann.site("refused").push(), "failed");
      assertThat(failed.get("failure").get("kind").asText()).isEqualTo("infrastructure");
      assertThat(failed.get("failure").get("hint").asText())
          .contains("the registry's user name and password");
      assertThat(failed.get("attempt").asInt()).isEqualTo(1);
      assertThat(failed.toString()).doesNotContain("mackerel");
    }
  }

  private static String log(String build) throws Exception {
    HttpResponse<String> log = api.send("GET", "/api/v1/builds/" + build + "/log.txt", new byte[0]);
    return log.body();
  }

  /** Neither in what the API says of a build, nor in anything that is kept. */
  private static void nobodyIsTold(String build) throws Exception {
    String auth = Files.readString(registry.login(OutsideRegistry.PASSWORD));
    String encoded = auth.replaceFirst("(?s).*\"auth\": \"", "").replaceFirst("(?s)\".*", "");
    assertThat(api.build(build).toString() + log(build))
        .doesNotContain(OutsideRegistry.PASSWORD, encoded);
    Path copy = Files.createDirectories(folder.resolve("looked-at"));
    try (Stream<Path> files = Files.walk(slipway.data())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path still = Files.copy(file, copy.resolve("one"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(new String(Files.readAllBytes(still), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(OutsideRegistry.PASSWORD, encoded);
      }
    }
  }
}
