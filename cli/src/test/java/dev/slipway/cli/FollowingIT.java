package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows the server while something is going on. */
final class FollowingIT {
  private static final String EVENTS = "GET builds/bld_1/log/events";
  private static final String END = "event: end\ndata: {\"status\":\"succeeded\",\"total\":3}\n\n";

  @TempDir Path home;
  private final RestServer server = new RestServer();

  FollowingIT() throws IOException {
    server
        .on("GET builds?limit=1", 200, "{\"items\":[" + build("running", "") + "],\"next\":null}")
        .on(
            "GET services?limit=100",
            200,
            "{\"items\":[{\"id\":\"svc_1\",\"name\":\"shop\",\"release\":2}],\"next\":null}")
        .on(
            "GET services/svc_1",
            200,
            "{\"id\":\"svc_1\",\"name\":\"shop\",\"urls\":[\"http://s\"]}");
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void aBrokenConnectionLosesAndRepeatsNoLineAndIsSaidOnce() {
    server
        .on("GET builds/bld_1", 200, build("succeeded", ""))
        .onStream(EVENTS, "retry: 1000\n\n:\n\n" + line(1) + line(2), true)
        .on(EVENTS, 503, "{\"title\":\"Not ready\"}")
        .onStream(EVENTS, line(2) + line(3) + END, false);
    server.on("GET builds/bld_1", 200, build("succeeded", ""));

    Run.Ended ended = run("logs", "bld_1", "-f");

    assertThat(ended.out()).isEqualTo("text 1\ntext 2\ntext 3\n");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).containsOnlyOnce("trying again").contains("Slipway is back.");
    assertThat(server.requests().stream().filter(each -> each.target().endsWith("log/events")))
        .extracting(RestServer.Request::lastEventId)
        .containsExactly("", "2", "2");
  }

  @Test
  void watchingGoesOnUntilTheDeploymentIsLive() {
    server
        .on("GET builds/bld_1", 200, build("succeeded", "\"dep_1\""))
        .onStream(
            EVENTS,
            "event: step\ndata: {\"name\":\"image\",\"status\":\"running\"}\n\n" + line(1) + END,
            false)
        .on("GET deployments/dep_1", 200, deployment("starting", "null"))
        .on("GET deployments/dep_1", 200, deployment("checking", "null"))
        .on("GET deployments/dep_1", 200, deployment("live", "null"));

    Run.Ended ended = run("watch");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("text 1\n");
    assertThat(ended.err())
        .contains("[image] running", "shop#12 succeeded.", "  starting: 1.0s", "shop v2 is live.")
        .contains("  http://s");
  }

  @Test
  void onATerminalTheStepsAndPhasesAreDrawnInPlaceOfTheLog() {
    server
        .on("GET builds/bld_1", 200, build("succeeded", "\"dep_1\""))
        .onStream(
            EVENTS,
            step("image", "running", "null") + line(1) + step("image", "succeeded", "0") + END,
            false)
        .on("GET deployments/dep_1", 200, deployment("starting", "null"))
        .on("GET deployments/dep_1", 200, deployment("live", "null"));

    Run.Ended ended = runner().at(Run.PERSON).with("NO_COLOR", "1").of("watch");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEmpty();
    assertThat(screen(ended.err()))
        .contains("✓ image    2.0s", "✓ starting    1.0s", "shop v2 is live.")
        .doesNotContain("text 1");
    assertThat(ended.err()).endsWith("  http://s\n").contains("\u001b[?25l");
    assertThat(ended.err().lastIndexOf("\u001b[?25h"))
        .isGreaterThan(ended.err().lastIndexOf("\u001b[?25l"));
  }

  @Test
  void aStepThatFailedOnATerminalLeavesItsLastWords() {
    server
        .on("GET builds/bld_1", 200, build("failed", ""))
        .onStream(
            EVENTS,
            step("image", "running", "null") + line(1) + step("image", "failed", "2") + END,
            false);

    Run.Ended ended = runner().at(Run.PERSON).with("NO_COLOR", "1").of("watch");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(screen(ended.err()))
        .contains("✗ image    2.0s  exit code 2", "  | text 1", "acme/shop#12 failed.");
  }

  @Test
  void onATerminalTheLogGoesAboveTheStepsForThoseWhoWantIt() {
    server
        .on("GET builds/bld_1", 200, build("succeeded", ""))
        .onStream(EVENTS, line(1) + line(2) + step("image", "succeeded", "0") + END, false);

    Run.Ended ended = runner().at(Run.PERSON).with("NO_COLOR", "1").of("watch", "--log");

    assertThat(ended.out()).isEqualTo("text 1\ntext 2\n");
    assertThat(screen(ended.err())).contains("✓ image    2.0s");
  }

  @Test
  void whereNobodyLooksNothingIsDrawn() {
    for (String name : new String[] {"CI", "TERM"}) {
      server
          .on("GET builds/bld_1", 200, build("succeeded", ""))
          .onStream(EVENTS, line(1) + END, false);
      Run.Ended ended = runner().at(Run.PERSON).with(name, "dumb").of("watch");
      assertThat(ended.err()).doesNotContain("\u001b[");
      assertThat(ended.out()).startsWith("text 1");
    }
  }

  @Test
  void theResultIsTheExitCode() {
    server.onStream(EVENTS, END, false).on("GET builds/bld_1", 200, build("canceled", ""));
    assertThat(run("watch", "latest").exitCode()).isEqualTo(3);
  }

  @Test
  void aFailedBuildExitsWithOneAndSaysWhy() {
    server.onStream(EVENTS, END, false).on("GET builds/bld_1", 200, build("failed", ""));

    Run.Ended ended = run("logs", "latest", "--follow");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("acme/shop#12 failed");
  }

  @Test
  void aRollbackThatFailsTellsTheLastLinesAndExitsWithOne() throws Exception {
    server
        .on("POST services/svc_1/rollback", 202, "{\"deployment_id\":\"dep_1\"}")
        .on(
            "GET deployments/dep_1",
            200,
            deployment(
                "failed",
                """
                {"message":"never healthy","hint":"look at the port","last_lines":["panic!"]}\
                """));

    Run.Ended ended = run("rollback", "shop", "v1", "--reason", "slow");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).isEqualTo("shop\tv2\tfailed\tdep_1\n");
    assertThat(ended.err()).contains("because it is", "  | panic!", "look at the port");
    assertThat(server.body("POST").toString()).isEqualTo("{\"release\":1,\"reason\":\"slow\"}");
  }

  @Test
  void aRollbackAsksOnATerminalAndNeedNotWait() {
    server.on("POST services/svc_1/rollback", 202, "{\"deployment_id\":\"dep_1\"}");

    Run.Ended no = runner().at(Run.PERSON).input("\n").of("rollback", "shop");
    assertThat(no.exitCode()).isEqualTo(3);
    assertThat(no.err()).contains("from v2 to the release before? [y/N]");
    assertThat(server.requests()).noneMatch(request -> request.method().equals("POST"));

    Run.Ended yes = runner().at(Run.PERSON).input("y\n").of("rollback", "shop", "--no-wait");
    assertThat(yes.exitCode()).isZero();
    assertThat(yes.out()).isEqualTo("dep_1\n");
  }

  private Run.Ended run(String... args) {
    return runner().of(args);
  }

  private Run runner() {
    return new Run(home).with("SLIPWAY_URL", server.url()).with("SLIPWAY_TOKEN", RestServer.TOKEN);
  }

  /** What a terminal shows in the end: a frame takes back as many lines as it says. */
  private static List<String> screen(String written) {
    List<String> lines = new ArrayList<>();
    String text = written.replaceAll("\\u001b\\[(\\?25[lh]|K)", "");
    Matcher part =
        Pattern.compile("\\u001b\\[(\\d+)A\\r\\u001b\\[J|([^\\n\\u001b]*)\\n").matcher(text);
    while (part.find()) {
      if (part.group(1) == null) {
        lines.add(part.group(2));
      } else {
        int taken = Integer.parseInt(part.group(1));
        lines.subList(lines.size() - taken, lines.size()).clear();
      }
    }
    return lines;
  }

  private static String step(String name, String status, String code) {
    return """
    event: step
    data: {"name":"%s","status":"%s","started_at":"2026-11-21T12:00:00Z",\
    "finished_at":%s,"exit_code":%s}

    """
        .formatted(name, status, code.equals("null") ? "null" : "\"2026-11-21T12:00:02Z\"", code);
  }

  private static String line(int number) {
    return """
    id: %1$d
    event: line
    data: {"n":%1$d,"t":0,"step":"image","text":"text %1$d"}

    """
        .formatted(number);
  }

  private static String build(String status, String deployments) {
    return """
    {"id":"bld_1","number":12,"repository":"acme/shop","status":"%s","deployments":[%s]}\
    """
        .formatted(status, deployments);
  }

  private static String deployment(String status, String failure) {
    return """
    {"id":"dep_1","service":"svc_1","release":2,"kind":"deploy","status":"%s",\
    "reason":"because it is","phases":[{"name":"starting","started_at":"2026-11-21T12:00:00Z",\
    "finished_at":"2026-11-21T12:00:01Z","detail":""}],"failure":%s}\
    """
        .formatted(status, failure);
  }
}
