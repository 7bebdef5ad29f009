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

/** What people do to services, against a server that plays the contract. */
final class ServiceVerbsIT {
  private static final String ACCEPTED = "{\"deployment_id\":\"dep_1\"}";
  private static final String LINES =
      """
      event: line
      data: {"container":"0123456789abcdef","line":"\\u001b[31mready\\u001b[0m"}

      """;

  @TempDir Path home;
  private final RestServer server = new RestServer();

  ServiceVerbsIT() throws IOException {
    server.on(
        "GET services?limit=100",
        200,
        """
        {"items":[{"id":"shop.production","name":"shop","release":4,"deploying":"dep_1"},\
        {"id":"till.production","name":"till","release":1,"deploying":null}],"next":null}\
        """);
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deploy shop                              | deploy   | {}
          deploy shop v3 --reason again            | deploy   | {"release":3,"reason":"again"}
          deploy shop --from till                  | deploy   | {"from":"till.production"}
          scale shop 3                             | scale    | {"replicas":3}
          restart shop --reason leaks              | restart  | {"reason":"leaks"}
          env shop A=b=c B= --unset=C --secret=D=E | env      | {"env":{"A":"b=c","B":"","D":{"from_secret":"E"},"C":null}}
          env shop --unset A --unset B             | env      | {"env":{"A":null,"B":null}}
          rollback shop v2 --force                 | rollback | {"release":2,"force":true}
          """)
  void whatStartsARolloutFollowsItAndExitsByIt(String line, String call, String body)
      throws Exception {
    server
        .on("POST services/shop.production/" + call, 202, ACCEPTED)
        .on("GET deployments/dep_1", 200, deployment("checking"))
        .on("GET deployments/dep_1", 200, deployment("live"));

    Run.Ended ended = signedIn().of(line.split(" "));

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("shop\tv5\tlive\tdep_1\n");
    assertThat(ended.err()).contains("shop v5 is live.");
    assertThat(server.body("POST")).isEqualTo(Json.read(body));
    assertThat(signedIn().of((line + " --no-wait").split(" ")).out()).isEqualTo("dep_1\n");
    assertThat(signedIn().of((line + " --no-wait --json").split(" ")).out())
        .isEqualTo(ACCEPTED + "\n");
  }

  @ParameterizedTest
  @CsvSource({"deploy shop", "scale shop 2", "restart shop", "env shop A=b", "rollback shop"})
  void aRolloutThatFailsExitsWithOne(String line) {
    server
        .on("POST services/shop.production/" + verb(line), 202, ACCEPTED)
        .on("GET deployments/dep_1", 200, deployment("failed"));

    Run.Ended ended = signedIn().of(line.split(" "));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("shop v5 did not become live (failed): because it is");
  }

  @ParameterizedTest
  @CsvSource({
    "deploy shop latest",
    "scale shop 0",
    "scale shop many",
    "scale shop",
    "env shop",
    "env shop A",
    "env shop =b",
    "env shop A=b --unset A",
    "env shop --secret A",
    "releases shop --diff 1",
    "releases shop --diff 1 newest",
    "services logs shop --tail=-1"
  })
  void whatCannotBeRightIsNotSent(String line) {
    assertThat(signedIn().of(line.split(" ")).exitCode()).isEqualTo(2);
    assertThat(server.requests()).allMatch(request -> request.target().startsWith("services?"));
  }

  @ParameterizedTest
  @CsvSource({
    "deploy none",
    "deploy shop --from none",
    "scale none 1",
    "restart none",
    "env none A=b",
    "pause none",
    "resume none",
    "promote none",
    "abort dep_none",
    "services logs none",
    "services events none"
  })
  void whatIsNotThereExitsWithFive(String line) {
    assertThat(signedIn().of(line.split(" ")).exitCode()).isEqualTo(5);
  }

  @Test
  void whatIsRefusedExitsWithOneAndTheReason() {
    server.on(
        "POST services/shop.production/rollback",
        409,
        "{\"title\":\"Not possible now\",\"detail\":\"v4 is marked as not reversible\"}");

    Run.Ended refused = signedIn().of("rollback", "shop", "v2");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("v4 is marked as not reversible");
  }

  @Test
  void pushesAndRequestsArePausedAndResumed() throws Exception {
    server
        .on("POST services/shop.production/pause", 202, ACCEPTED)
        .on("POST services/till.production/pause", 202, ACCEPTED)
        .on("POST services/shop.production/resume", 202, ACCEPTED);

    Run.Ended paused = signedIn().of("pause", "shop", "--reason", "the sale is on");
    assertThat(paused.exitCode()).isZero();
    assertThat(paused.out()).isEmpty();
    assertThat(paused.err()).contains("slipway resume shop.production");
    assertThat(server.body("POST"))
        .isEqualTo(Json.read("{\"what\":\"deploys\",\"reason\":\"the sale is on\"}"));
    assertThat(signedIn().of("pause", "till", "--traffic", "--json").out())
        .isEqualTo(ACCEPTED + "\n");
    assertThat(server.requests().getLast().body()).isEqualTo("{\"what\":\"traffic\"}");
    assertThat(signedIn().of("resume", "shop").exitCode()).isZero();
    assertThat(server.requests().getLast().target()).isEqualTo("services/shop.production/resume");
  }

  @ParameterizedTest
  @CsvSource({
    "promote dep_1, live, 0",
    "promote shop, live, 0",
    "promote shop, rolled_back, 1",
    "abort shop, rolled_back, 0",
    "abort dep_1, failed, 0",
    "abort shop, live, 1"
  })
  void aWishForARolloutExitsByWhetherItWasGranted(String line, String status, int exitCode) {
    server
        .on("POST deployments/dep_1/" + verb(line), 202, ACCEPTED)
        .on("GET deployments/dep_1", 200, deployment("watching"))
        .on("GET deployments/dep_1", 200, deployment(status));

    assertThat(signedIn().of(line.split(" ")).exitCode()).isEqualTo(exitCode);
  }

  @Test
  void aServiceThatIsNotRolledOutHasNothingToAbort() {
    Run.Ended ended = signedIn().of("abort", "till");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("no rollout of till goes on");
  }

  @Test
  void releasesAreCompared() {
    server.on(
        "GET services/shop.production/releases/3/diff/4",
        200,
        """
        {"from":3,"to":4,"image":{"from":"a","to":"b"},\
        "commits":[{"sha":"abc","release":4,"author":"ada","message":"Sell\\nmore"}],\
        "changes":[{"what":"Replicas","from":"1","to":"2"}]}\
        """);

    Run.Ended ended = signedIn().of("releases", "shop", "--diff", "v3", "4");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("Replicas\t1\t2\n");
    assertThat(ended.err()).isEqualTo("v4 abc Sell\n");
  }

  @Test
  void theLastLinesOfAllContainersArePrinted() {
    String end = "event: end\ndata: {}\n\n";
    server.onStream("GET services/shop.production/logs?follow=false&tail=5", LINES + end, false);

    Run.Ended ended = signedIn().of("services", "logs", "shop", "--tail", "5");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("0123456789ab\tready\n");
    assertThat(signedIn().of("services", "logs", "shop", "--tail=5", "--json").out())
        .startsWith("{\"container\":\"0123456789abcdef\",\"line\":");
  }

  @Test
  void whatHappenedToTheContainersIsListed() {
    server.on(
        "GET services/shop.production/events?limit=2",
        200,
        """
        {"items":[{"at":"2026-11-21T12:00:00Z","container":"0123456789abcdef","release":4,\
        "kind":"died","text":"ended with exit code 3"}],"next":null}\
        """);

    Run.Ended ended = signedIn().of("services", "events", "shop", "--limit", "2");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo("2026-11-21T12:00:00Z\t0123456789ab\tv4\tended with exit code 3\n");
  }

  @Test
  void followingGoesOnWhereTheServerWasAwayWithoutRepeatingTheTail() {
    String path = "GET services/shop.production/logs?tail=";
    server
        .onStream(path + "100", LINES, true)
        .on(path + "0", 503, "{\"title\":\"Not available now\"}")
        .onStream(path + "0", LINES, true)
        .on(path + "0", 404, "{\"title\":\"Not found\"}");

    Run.Ended ended = signedIn().of("services", "logs", "shop", "-f");

    assertThat(ended.exitCode()).isEqualTo(5);
    assertThat(ended.out()).isEqualTo("0123456789ab\tready\n0123456789ab\tready\n");
    assertThat(ended.err()).contains("trying again").contains("Slipway is back.");
  }

  private static String verb(String line) {
    return line.substring(0, line.indexOf(' '));
  }

  private Run signedIn() {
    return new Run(home).with("SLIPWAY_URL", server.url()).with("SLIPWAY_TOKEN", RestServer.TOKEN);
  }

  private static String deployment(String status) {
    return """
    {"id":"dep_1","service":"shop.production","release":5,"kind":"deploy","status":"%s",\
    "reason":"because it is","phases":[],"failure":null}\
    """
        .formatted(status);
  }
}
