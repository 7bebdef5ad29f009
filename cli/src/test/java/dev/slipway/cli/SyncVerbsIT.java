package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.api.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies between registries, against a server that plays the contract. */
final class SyncVerbsIT {
  private static final String RULE =
      """
      {"id":"shop","from":"a.example/shop","to":"b.example/shop","tags":["v*"],"regex":"",\
      "semver":">=1","latest":3,"platforms":[],"referrers":true,"backup":"","immutable":[],\
      "schedule":"0 3 * * *","zone":"Europe/Berlin"}\
      """;
  private static final String PROBLEMS =
      "[{\"message\":\"v2 is gone\",\"hint\":\"push it again\"}]";

  @TempDir Path home;
  private final RestServer server = new RestServer();

  SyncVerbsIT() throws IOException {}

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void rulesAreListedInARowEach() {
    String list = "{\"items\":[" + RULE + "],\"next\":null}";
    server.on("GET sync/rules?limit=100", 200, list);

    assertThat(signedIn().of("sync", "rules").out())
        .isEqualTo(
            "shop\ta.example/shop\tb.example/shop\tv*, >=1, latest 3\t0 3 * * * Europe/Berlin\n");
    assertThat(signedIn().of("sync", "rules", "--json").out()).isEqualTo(list + "\n");
  }

  @Test
  void aRuleIsMadeOfWhatIsSaidAndNothingElse() throws Exception {
    server.on("POST sync/rules", 201, RULE);

    Run.Ended ended =
        signedIn()
            .of(
                "sync",
                "rules",
                "add",
                "shop",
                "--from",
                "a.example/shop",
                "--to=b.example/shop",
                "--tags",
                "v*,w*",
                "--tags",
                "x",
                "--latest=3",
                "--no-referrers",
                "--schedule",
                "0 3 * * *",
                "--zone",
                "Europe/Berlin",
                "--backup",
                "old-${TAG}");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).contains("slipway sync plan shop");
    assertThat(server.body("POST"))
        .isEqualTo(
            Json.read(
                """
                {"id":"shop","from":"a.example/shop","to":"b.example/shop",\
                "tags":["v*","w*","x"],"latest":3,"referrers":false,"backup":"old-${TAG}",\
                "schedule":"0 3 * * *","zone":"Europe/Berlin"}\
                """));
  }

  @Test
  void aRuleIsRemovedByItsName() {
    server.on("DELETE sync/rules/shop", 204, "");
    assertThat(signedIn().of("sync", "rules", "rm", "shop").exitCode()).isZero();
    assertThat(signedIn().of("sync", "rules", "rm", "none").exitCode()).isEqualTo(5);
  }

  @Test
  void aPlanListsWhatWouldChange() {
    server.on("GET sync/rules/shop/plan", 200, plan("[]"));

    Run.Ended ended = signedIn().of("sync", "plan", "shop");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("v2\tsha256:bb\tsha256:aa\n");
    assertThat(ended.err())
        .contains("1 of 2 tags would be copied, at most 1.5 MB", "slipway sync run shop")
        .contains("Warning: another digest");
    assertThat(signedIn().of("sync", "plan", "shop", "--json").out()).isEqualTo(plan("[]") + "\n");
  }

  @Test
  void aPlanThatCannotBeCarriedOutExitsWithOneAndTheReason() {
    server.on("GET sync/rules/shop/plan", 200, plan(PROBLEMS));

    Run.Ended ended = signedIn().of("sync", "plan", "shop");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("v2 is gone; push it again");
  }

  @ParameterizedTest
  @CsvSource({"succeeded, 0", "failed, 1", "canceled, 3"})
  void aRunIsFollowedToItsEndAndExitsByIt(String status, int exitCode) {
    server
        .on("POST sync/rules/shop/run", 202, run("queued", 0, "[]"))
        .on("GET sync/runs/run_1", 200, run("running", 1, "[]"))
        .on("GET sync/runs/run_1", 200, run(status, 2, status.equals("failed") ? PROBLEMS : "[]"));

    Run.Ended ended = signedIn().of("sync", "run", "shop");

    assertThat(ended.exitCode()).isEqualTo(exitCode);
    assertThat(ended.out())
        .isEqualTo("shop\t" + status + "\t2/3\t2000000\t2.0s\tada\t2026-07-01T12:00:00Z\trun_1\n");
    assertThat(ended.err())
        .contains("running, 1 of 3 tags, 1.0 MB of 3.0 MB")
        .contains(status + ", 2 of 3 tags, 2.0 MB of 3.0 MB");
    assertThat(ended.err().contains("v2 is gone; push it again")).isEqualTo(exitCode == 1);
  }

  @Test
  void aPersonSeesARowThatIsDrawnAgain() {
    server
        .on("POST sync/rules/shop/run", 202, run("queued", 0, "[]"))
        .on("GET sync/runs/run_1", 200, run("running", 2, "[]"))
        .on("GET sync/runs/run_1", 200, run("running", 2, "[]"))
        .on("GET sync/runs/run_1", 200, run("running", 2, "[]"))
        .on("GET sync/runs/run_1", 200, run("succeeded", 3, "[]"));

    Run.Ended ended = signedIn().at(Run.PERSON).of("sync", "run", "shop");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).contains("shop").contains("3 of 3 tags, 3.0 MB of 3.0 MB");
    assertThat(ended.err()).contains("2 of 3 tags, 2.0 MB of 3.0 MB, 500.0 kB/s, 2s left");
    assertThat(ended.out()).contains("RULE").contains("COPIED").contains("3.0 MB");
  }

  @Test
  void whoDoesNotWaitGetsTheRunsId() {
    server.on("POST sync/rules/shop/run", 202, run("queued", 0, "[]"));
    assertThat(signedIn().of("sync", "run", "shop", "--no-wait").out()).isEqualTo("run_1\n");
    assertThat(signedIn().of("sync", "run", "none").exitCode()).isEqualTo(5);
  }

  @Test
  void runsAreListedAllOrOfOneRule() {
    String list = "{\"items\":[" + run("failed", 2, PROBLEMS) + "],\"next\":null}";
    server.on("GET sync/runs?limit=20", 200, list).on("GET sync/runs?limit=5&rule=shop", 200, list);

    assertThat(signedIn().of("sync", "runs").out()).startsWith("shop\tfailed\t2/3\t2000000\t2.0s");
    assertThat(signedIn().of("sync", "runs", "--rule", "shop", "--limit", "5", "--json").out())
        .contains("run_1");
  }

  @Test
  void aRunIsStopped() {
    server
        .on("POST sync/runs/run_1/cancel", 200, run("canceling", 2, "[]"))
        .on("POST sync/runs/run_2/cancel", 409, "{\"detail\":\"run run_2 has ended\"}");
    assertThat(signedIn().of("sync", "cancel", "run_1").out()).isEqualTo("canceling\n");
    assertThat(signedIn().of("sync", "cancel", "run_2").exitCode()).isEqualTo(1);
  }

  @Test
  void whatIsWrongWithARuleComesWithWhatToWriteInstead() {
    server.on(
        "POST sync/rules",
        422,
        "{\"title\":\"Invalid values\",\"detail\":\"from: means many\",\"problems\":"
            + "[{\"path\":\"from\",\"message\":\"means many\",\"hint\":\"name one\"}]}");

    Run.Ended ended =
        signedIn().of("sync", "rules", "add", "x", "--from", "a.example/*", "--to", "b.example/*");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("Invalid values: from: means many").contains("name one");
  }

  @ParameterizedTest
  @CsvSource({"sync", "sync rules add shop", "sync plan", "sync run", "sync runs --limit 0"})
  void whatCannotBeRightIsNotSent(String line) {
    assertThat(signedIn().of(line.split(" ")).exitCode()).isEqualTo(2);
    assertThat(server.requests()).isEmpty();
  }

  private Run signedIn() {
    return new Run(home).with("SLIPWAY_URL", server.url()).with("SLIPWAY_TOKEN", RestServer.TOKEN);
  }

  private static String plan(String problems) {
    return """
    {"rule":"shop","items":[\
    {"tag":"v1","digest":"sha256:aa","before":"sha256:aa","changes":false},\
    {"tag":"v2","digest":"sha256:bb","before":"sha256:aa","changes":true}],\
    "bytes":1500000,"problems":%s,"warnings":["another digest"]}\
    """
        .formatted(problems);
  }

  private static String run(String status, int done, String problems) {
    return """
    {"id":"run_1","rule":"shop","by":"ada","status":"%s","attempt":1,\
    "queued_at":"2026-07-01T12:00:00Z","started_at":"2026-07-01T12:00:01Z",\
    "finished_at":"2026-07-01T12:00:03Z","canceled_by":null,\
    "progress":{"tags":3,"tags_done":%d,"bytes":3000000,"bytes_done":%d,"bytes_per_second":%s,"seconds_left":%s},\
    "warnings":[],"problems":%s}\
    """
        .formatted(
            status,
            done,
            done * 1_000_000,
            done < 3 ? "500000" : "null",
            done < 3 ? (3 - done) * 2 : "null",
            problems);
  }
}
