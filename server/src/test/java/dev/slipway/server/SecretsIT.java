package dev.slipway.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets go in by the command line, the API and the page, are kept, and are nowhere to be seen.
 */
@Timeout(120)
class SecretsIT {
  private static final String KEY = "CANARY_KEY";

  /** How all names of keys begin that secrets are kept under. */
  private static final String SECRETS = "slipway:secret";

  @TempDir Path folder;
  private final Canary canary = new Canary();
  private OutsideRedis redis;
  private SlipwayProcess slipway;
  private String scope;

  @BeforeEach
  void start() throws Exception {
    redis = OutsideRedis.start(Files.createDirectory(folder.resolve("redis")));
    Files.createDirectory(folder.resolve("data"));
    slipway = startSlipway();
    scope =
        slipway
            .api()
            .post(
                "/api/v1/repositories",
                "{\"forge\": \"git\", \"name\": \"acme/vault\","
                    + " \"clone_url\": \"https://git.example.com/acme/vault.git\"}")
            .get("id")
            .asText();
  }

  private SlipwayProcess startSlipway() throws IOException {
    return SlipwayProcess.start(
        folder.resolve("data"), "--redis-url", redis.url(), "--roles", "webhook,dashboard");
  }

  @AfterEach
  void stop() throws Exception {
    slipway.close();
    redis.close();
  }

  @Test
  void whatIsSetIsKeptAndItsValueIsNowhere() throws Exception {
    assertThat(client(canary.value(), "set", "acme/vault", KEY)).isEqualTo(KEY + "\t1\tadmin\n");
    assertThat(put("team/" + KEY, canary.value()).statusCode()).isEqualTo(200);
    assertThat(form("name=" + KEY + "&environment=production&value=" + urlEncoded()).statusCode())
        .isEqualTo(303);
    slipway.kill();
    slipway = startSlipway();
    assertThat(client("", "ls", "vault:production")).isEqualTo(KEY + "\t1\tadmin\n");
    assertThat(client(canary.value(), "set", "acme/vault", KEY)).isEqualTo(KEY + "\t2\tadmin\n");
    tryInVain();
    assertTold(slipway.api().send("GET", "/api/v1/secrets/" + scope, new byte[0]));
    assertTold(slipway.api().send("GET", "/api/v1/secrets/team/" + KEY, new byte[0]));
    assertTold(
        slipway
            .api()
            .send(
                "GET", "/repositories/" + scope + "/settings", new byte[0], "Accept", "text/html"));
    assertNowhere();
  }

  @Test
  void theSecretsOfARemovedRepositoryAreGone() throws Exception {
    client(canary.value(), "set", "vault", KEY);
    assertThat(client("", "rm", "vault", KEY)).isEmpty();
    assertThat(client("", "ls", "vault")).isEmpty();
    client(canary.value(), "set", "vault:production", KEY);
    String repository = "/api/v1/repositories/" + scope;
    assertThat(slipway.api().send("DELETE", repository, new byte[0]).statusCode()).isEqualTo(200);
    assertThat(put(scope + ":production/" + KEY, canary.value()).statusCode()).isEqualTo(404);
    redis.dump();
    String dump = Files.readString(folder.resolve("redis/dump.rdb"), ISO_8859_1);
    // The audit log goes on to say that somebody set a secret of that name.
    assertThat(dump).contains("slipway:audit").doesNotContain(SECRETS);
    assertThat(canary.below(folder)).isEmpty();
  }

  /** Each of these answers an error, which must not tell what was sent. */
  private void tryInVain() throws Exception {
    assertRefused(put(scope + "/CANARY-KEY", canary.value()), 422);
    assertRefused(put("repo_none/" + KEY, canary.value()), 404);
    assertRefused(put(scope + ":Up/" + KEY, canary.value()), 422);
    assertRefused(put(scope + "/" + KEY, canary.value().repeat(2000)), 422);
    assertRefused(send(scope + "/" + KEY, "{\"value\": " + canary.value() + "}"), 400);
    assertRefused(send(scope + "/" + KEY, "{\"valu\": \"canary9f3c0d7eZebra\"}"), 422);
    assertRefused(form("name=a-b&value=" + urlEncoded()), 422);
    Process refused = slipway.client("secrets", "set", "acme/vault", KEY);
    refused.getOutputStream().write("short".getBytes(UTF_8));
    refused.getOutputStream().close();
    String said = new String(refused.getErrorStream().readAllBytes(), UTF_8);
    assertThat(refused.waitFor()).isEqualTo(2);
    assertThat(said).contains("needs 8").doesNotContain("\"short\"");
  }

  /** Where it could be kept, and where it could be logged. */
  private void assertNowhere() throws Exception {
    redis.dump();
    Path dump = folder.resolve("redis/dump.rdb");
    assertThat(Files.readString(dump, ISO_8859_1)).contains(KEY, SECRETS);
    assertThat(Files.size(folder.resolve("server.log"))).isPositive();
    assertThat(canary.below(folder)).isEmpty();
    assertThat(canary.inProcesses()).isEmpty();
  }

  private void assertTold(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(KEY);
    assertThat(canary.in(answer.body())).isEmpty();
  }

  private void assertRefused(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(canary.in(answer.body())).isEmpty();
  }

  private HttpResponse<String> put(String path, String value) throws Exception {
    JsonNode body = JsonNodeFactory.instance.objectNode().put("value", value);
    return send(path, body.toString());
  }

  private HttpResponse<String> send(String path, String body) throws Exception {
    return slipway
        .api()
        .send(
            "PUT",
            "/api/v1/secrets/" + path,
            body.getBytes(UTF_8),
            "Content-Type",
            "application/json");
  }

  private HttpResponse<String> form(String fields) throws Exception {
    return slipway
        .api()
        .send(
            "POST",
            "/repositories/" + scope + "/secrets",
            fields.getBytes(UTF_8),
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Accept",
            "text/html");
  }

  private String urlEncoded() {
    return URLEncoder.encode(canary.value(), UTF_8);
  }

  /** What {@code slipway secrets} prints, without the times; nobody sees the value beside it. */
  private String client(String input, String... arguments) throws Exception {
    Process client = slipway.client("secrets", arguments);
    client.getOutputStream().write(input.getBytes(UTF_8));
    client.getOutputStream().flush();
    // It reads until the end of its input, so that it is running now.
    assertThat(canary.inProcesses()).isEmpty();
    client.getOutputStream().close();
    String printed = new String(client.getInputStream().readAllBytes(), UTF_8);
    String said = new String(client.getErrorStream().readAllBytes(), UTF_8);
    assertThat(client.waitFor()).as(said).isZero();
    assertThat(canary.in(printed + said)).isEmpty();
    return printed.replaceAll("\t20\\S+", "");
  }
}
