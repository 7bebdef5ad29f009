package dev.slipway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.config.settings.Setting;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** Registries that a running Slipway is told of: everybody who signs in uses that at once. */
@Timeout(180)
class KnownRegistriesIT {
  private static final int LAYER = 100_000;

  private Path folder;
  private OutsideRegistry own;
  private OutsideRegistry other;
  private RunningSlipway slipway;
  private Api api;

  @BeforeEach
  void start() throws Exception {
    folder = Files.createTempDirectory("slipway-it-");
    own = OutsideRegistry.start(Files.createDirectory(folder.resolve("own")));
    other = OutsideRegistry.start(Files.createDirectory(folder.resolve("other")));
    slipway = RunningSlipway.start(Map.of(Setting.REGISTRY, own.host()));
    api = slipway.api();
  }

  @AfterEach
  void stop() throws Exception {
    slipway.close();
    own.close();
    other.close();
    Leftovers.delete(folder);
  }

  @Test
  void aPushAPrivateBaseAndACopyWorkAsSoonAsTheLoginIsThere() throws Exception {
    Developer ann = slipway.developer("base");
    JsonNode refused = api.awaitBuild(ann.site("base").push(), "failed");
    assertThat(refused.get("failure").get("hint").asText()).contains("user name and password");

    add(own, OutsideRegistry.PASSWORD);
    api.awaitDeployment(ann.site("again", "RUN echo made > /made").push(), "live");
    String base = "FROM " + own.host() + "/acme/base:" + ann.sha().substring(0, 7) + "\n";
    Developer bob = slipway.developer("by-buildkit");
    bob.file("index.html", "by buildkit").file("Dockerfile", base + "RUN cp /made /www/made\n");
    api.awaitDeployment(bob.push(), "live");
    assertThat(Api.visit(slipway.edgePort(), bob.host(), "/made").body()).isEqualTo("made\n");
    Developer eve = slipway.developer("by-jib");
    eve.file("index.html", "by jib").file("Dockerfile", base + "COPY . /www\n");
    api.awaitDeployment(eve.push(), "live");
    assertThat(Api.visit(slipway.edgePort(), eve.host(), "/").body()).isEqualTo("by jib");

    String pushed = new PushedImage(own, "acme/shop").push("v1", LAYER);
    PushedImage copy = new PushedImage(other, "mirror/shop");
    rule("shop", own.host() + "/acme/shop", copy.name());
    assertThat(follow("shop").get("status").asText()).isEqualTo("failed");
    add(other, OutsideRegistry.PASSWORD);
    assertThat(follow("shop").get("status").asText()).isEqualTo("succeeded");
    assertThat(copy.digestOf("v1")).isEqualTo(pushed);

    RunningSlipway.command(api, "registries", "rm", "-y", other.host());
    assertThat(follow("shop").get("status").asText()).isEqualTo("failed");
  }

  @Test
  void aTestAndTheDoctorNameAWrongPassword() throws Exception {
    add(own, OutsideRegistry.PASSWORD);
    add(other, "mackerel");
    assertThat(RunningSlipway.command(api, "registries"))
        .contains(own.host() + "\tada\tslipway")
        .doesNotContain(OutsideRegistry.PASSWORD, "mackerel");
    assertThat(RunningSlipway.command(api, "registries", "test", own.host()))
        .contains("ok\tit takes the password of ada");
    HttpResponse<String> wrong =
        api.send(
            "POST",
            "/api/v1/registries/" + other.host() + "/test",
            "{}".getBytes(UTF_8),
            "Content-Type",
            "application/json");
    assertThat(wrong.body()).contains("\"sign_in\":\"wrong\"").doesNotContain("mackerel");

    StringWriter said = new StringWriter();
    int exit =
        new CommandLine(new DoctorCommand())
            .setOut(new PrintWriter(said))
            .execute(
                "--json",
                "--data-dir",
                slipway.data().toString(),
                "--port=0",
                "--edge-port=0",
                "--registry",
                own.host(),
                "--allow-private-addresses=127.0.0.1");
    assertThat(exit).isEqualTo(1);
    assertThat(finding(said, "registry " + own.host()).getBoolean("well")).isTrue();
    assertThat(finding(said, "registry").getBoolean("well")).isTrue();
    JsonObject told = finding(said, "registry " + other.host());
    assertThat(told.getBoolean("well")).isFalse();
    assertThat(told.getString("says")).contains("does not take the password of ada");
    assertThat(told.getString("next")).contains("slipway registries add " + other.host());
    assertThat(said.toString()).doesNotContain(OutsideRegistry.PASSWORD, "mackerel");
  }

  private static JsonObject finding(StringWriter said, String subject) {
    return new JsonObject(said.toString())
        .getJsonArray("findings").stream()
            .map(JsonObject.class::cast)
            .filter(finding -> finding.getString("subject").equals(subject))
            .findFirst()
            .orElseThrow();
  }

  private void add(OutsideRegistry registry, String password) {
    String host = registry.host();
    assertThat(RunningSlipway.command(password + "\n", api, "registries", "add", host, "-u", "ada"))
        .contains(host)
        .doesNotContain(password);
  }

  private void rule(String id, String from, String to) throws Exception {
    api.post(
        "/api/v1/sync/rules",
        "{\"id\":\"%s\",\"from\":\"%s\",\"to\":\"%s\"}".formatted(id, from, to));
  }

  /** The run, once it has ended. */
  private JsonNode follow(String rule) throws Exception {
    String id = api.post("/api/v1/sync/rules/" + rule + "/run", "{}").get("id").asText();
    return Wait.until(
        "run " + id + " has ended",
        () -> api.get("/api/v1/sync/runs/" + id),
        run -> List.of("succeeded", "failed", "canceled").contains(run.get("status").asText()));
  }
}
