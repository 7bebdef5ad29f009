package dev.slipway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.config.settings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images copied between two registries with passwords, by a rule that was made over the API. */
@Timeout(120)
class SyncedRegistriesIT {
  private static final int LAYER = 300_000;
  private static final String RULES = "/api/v1/sync/rules";

  private static Path folder;
  private static OutsideRegistry own;
  private static OutsideRegistry other;
  private static RunningSlipway slipway;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    folder = Files.createTempDirectory("slipway-it-");
    own = OutsideRegistry.start(Files.createDirectory(folder.resolve("own")));
    other = OutsideRegistry.start(Files.createDirectory(folder.resolve("other")));
    slipway = RunningSlipway.start(settings());
    api = slipway.api();
  }

  private static Map<Setting, String> settings() throws Exception {
    return Map.of(
        Setting.ROLES,
        "dashboard,sync",
        Setting.REGISTRY,
        own.host(),
        Setting.REGISTRY_CREDENTIALS_FILE,
        OutsideRegistry.logins(folder, own, other).toString());
  }

  @AfterAll
  static void stop() throws Exception {
    slipway.close();
    own.close();
    other.close();
    Leftovers.delete(folder);
  }

  @Test
  void aRuleIsPlannedFollowedAndThenFulfilled() throws Exception {
    PushedImage from = new PushedImage(own, "acme/shop");
    PushedImage to = new PushedImage(other, "mirror/shop");
    String first = from.push("v1", LAYER);
    String second = from.push("v2", LAYER);
    from.push("latest", LAYER);
    rule("shop", from, to, ",\"tags\":[\"v*\"]");

    JsonNode plan = api.get(RULES + "/shop/plan");
    assertThat(plan.get("items").findValuesAsText("tag")).containsExactly("v1", "v2");
    assertThat(plan.get("bytes").asLong()).isBetween(2L * LAYER, 2L * LAYER + 10_000);
    assertThat(to.digestOf("v1")).isEmpty();

    JsonNode run = follow("shop");
    assertThat(run.get("status").asText()).as("%s", run).isEqualTo("succeeded");
    assertThat(run.get("by").asText()).isEqualTo("admin");
    assertThat(run.get("progress").get("tags_done").asInt()).isEqualTo(2);
    assertThat(run.get("progress").get("bytes_done").asLong())
        .isEqualTo(run.get("progress").get("bytes").asLong());
    assertThat(to.digestOf("v1")).isEqualTo(first);
    assertThat(to.digestOf("v2")).isEqualTo(second);
    assertThat(to.digestOf("latest")).isEmpty();
    assertThat(api.get(RULES + "/shop/plan").get("bytes").asLong()).isZero();
  }

  @Test
  void theCommandLineMakesARuleAndFollowsIt() throws Exception {
    PushedImage from = new PushedImage(other, "acme/till");
    PushedImage to = new PushedImage(own, "mirror/till");
    String pushed = from.push("1.2.0", LAYER);
    from.push("0.9.0", LAYER);

    command("sync", "rules", "add", "till", "--from", from.name(), "--to", to.name(), "--latest=1");
    assertThat(command("sync", "rules")).contains("till\t" + from.name() + "\t" + to.name());
    assertThat(command("sync", "plan", "till")).contains("1.2.0\t" + pushed);
    assertThat(command("sync", "run", "till")).contains("till\tsucceeded\t1/1");

    assertThat(to.digestOf("1.2.0")).isEqualTo(pushed);
    assertThat(to.digestOf("0.9.0")).isEmpty();
    assertThat(command("sync", "runs", "--rule", "till")).contains("till\tsucceeded\t1/1");
    command("sync", "rules", "rm", "till");
    assertThat(command("sync", "rules")).doesNotContain("till");
  }

  @Test
  void whatCannotBeReadFailsWithTheReason() throws Exception {
    rule("none", new PushedImage(own, "acme/none"), new PushedImage(other, "acme/none"), "");

    JsonNode run = follow("none");

    assertThat(run.get("status").asText()).isEqualTo("failed");
    assertThat(run.get("problems").findValuesAsText("message").getFirst())
        .contains(own.host() + "/acme/none");
  }

  @Test
  void whatARuleSaysIsHeldAgainstWhatWillReadIt() throws Exception {
    String rule =
        """
        {"id":"x","from":"Acme","to":"a.io/b:v1","regex":"(","semver":"new","platforms":["arm"],
         "schedule":"daily"}
        """;
    var answer = api.send("POST", RULES, rule.getBytes(UTF_8), "Content-Type", "application/json");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(Api.json(answer.body()).get("problems").findValuesAsText("path"))
        .containsExactly("from", "to", "regex", "semver", "platforms", "schedule");
  }

  @Test
  void onlySlipwaysOwnRegistryMayBeOnAPrivateAddressThatNobodyAllowed() throws Exception {
    Map<Setting, String> strict = new EnumMap<>(settings());
    strict.put(Setting.ALLOW_PRIVATE_ADDRESSES, "192.0.2.1");
    PushedImage inside = new PushedImage(own, "acme/inside");
    inside.push("1", LAYER);
    try (RunningSlipway elsewhere = RunningSlipway.start(strict)) {
      for (PushedImage to :
          List.of(new PushedImage(own, "copy/inside"), new PushedImage(other, "copy/inside"))) {
        boolean allowed = to.name().startsWith(own.host());
        String id = allowed ? "own" : "other";
        elsewhere.api().post(RULES, text(id, inside, to, ""));
        var plan = elsewhere.api().send("GET", RULES + "/" + id + "/plan", new byte[0]);
        assertThat(plan.statusCode()).as("%s", plan.body()).isEqualTo(200);
        assertThat(plan.body().contains("SLIPWAY_ALLOW_PRIVATE_ADDRESSES")).isEqualTo(!allowed);
      }
    }
  }

  private static void rule(String id, PushedImage from, PushedImage to, String more)
      throws Exception {
    api.post(RULES, text(id, from, to, more));
  }

  private static String text(String id, PushedImage from, PushedImage to, String more) {
    return "{\"id\":\"%s\",\"from\":\"%s\",\"to\":\"%s\"%s}"
        .formatted(id, from.name(), to.name(), more);
  }

  /** The run, once it has ended. */
  private static JsonNode follow(String rule) throws Exception {
    String id = api.post(RULES + "/" + rule + "/run", "{}").get("id").asText();
    return Wait.until(
        "run " + id + " has ended",
        () -> api.get("/api/v1/sync/runs/" + id),
        run -> List.of("succeeded", "failed", "canceled").contains(run.get("status").asText()));
  }

  private static String command(String... arguments) {
    return RunningSlipway.command(api, arguments);
  }
}
