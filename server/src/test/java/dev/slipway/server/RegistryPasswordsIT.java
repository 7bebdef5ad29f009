package dev.slipway.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry's password goes in by the command line, the API and the page, and is nowhere. */
@Timeout(120)
class RegistryPasswordsIT {
  @TempDir Path folder;
  private final Canary canary = new Canary();
  private OutsideRedis redis;
  private OutsideRegistry registry;
  private SlipwayProcess slipway;
  private String path;

  @BeforeEach
  void start() throws Exception {
    redis = OutsideRedis.start(Files.createDirectory(folder.resolve("redis")));
    registry = OutsideRegistry.start(Files.createDirectory(folder.resolve("registry")));
    Files.createDirectory(folder.resolve("data"));
    path = "/api/v1/registries/" + registry.host();
    slipway =
        SlipwayProcess.start(
            folder.resolve("data"),
            "--redis-url",
            redis.url(),
            "--roles",
            "webhook,dashboard",
            "--allow-private-addresses",
            "127.0.0.1");
  }

  @AfterEach
  void stop() throws Exception {
    slipway.close();
    registry.close();
    redis.close();
  }

  @Test
  void itIsUsedAndNobodyIsTold() throws Exception {
    Process client = slipway.client("registries", "add", registry.host(), "-u", "ada");
    client.getOutputStream().write(canary.value().getBytes(UTF_8));
    client.getOutputStream().flush();
    assertThat(canary.inProcesses()).isEmpty();
    client.getOutputStream().close();
    String printed = new String(client.getInputStream().readAllBytes(), UTF_8);
    String said = new String(client.getErrorStream().readAllBytes(), UTF_8);
    assertThat(client.waitFor()).as(said).isZero();
    assertThat(canary.in(printed + said)).isEmpty();

    assertTold(send("PUT", path, json()), 200);
    assertTold(send("POST", path + "/test", json()), 200);
    assertTold(send("POST", path + "/test", ""), 200);
    assertTold(form("/settings/registries"), 303);
    assertTold(form("/settings/registries/test"), 200);
    assertTold(send("PUT", "/api/v1/registries/a%20b", json()), 422);
    assertTold(send("PUT", path, json().replace("password", "pasword")), 422);
    assertTold(send("PUT", path, "{\"password\": " + canary.value() + "}"), 400);
    assertTold(send("GET", path, ""), 200);
    assertTold(send("GET", "/api/v1/registries", ""), 200);
    assertTold(send("GET", "/api/v1/audit/export", ""), 200);

    redis.dump();
    Path dump = folder.resolve("redis/dump.rdb");
    assertThat(Files.readString(dump, ISO_8859_1)).contains("slipway:registries");
    assertThat(folder.resolve("server.log")).exists();
    assertThat(canary.below(folder)).isEmpty();
    assertThat(canary.inProcesses()).isEmpty();
  }

  private String json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("username", "ada")
        .put("password", canary.value())
        .toString();
  }

  private HttpResponse<String> send(String method, String where, String body) throws Exception {
    return slipway
        .api()
        .send(method, where, body.getBytes(UTF_8), "Content-Type", "application/json");
  }

  private HttpResponse<String> form(String where) throws Exception {
    String fields =
        "host=%s&username[]=ada&plain_http=false&password=%s"
            .formatted(registry.host(), URLEncoder.encode(canary.value(), UTF_8));
    return slipway
        .api()
        .send(
            "POST",
            where,
            fields.getBytes(UTF_8),
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Accept",
            "text/html");
  }

  private void assertTold(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(canary.in(answer.body())).isEmpty();
  }
}
