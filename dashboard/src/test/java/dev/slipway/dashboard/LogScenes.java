package dev.slipway.dashboard;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.source.Forge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Builds with logs worth looking at. Used by one thread. */
final class LogScenes {
  static final String UNIT = "unit";
  static final String IMAGE = "web: RUN npm test";

  private final Stage stage;
  private final Scenes scenes;

  LogScenes(Stage stage) {
    this.stage = stage;
    this.scenes = new Scenes(stage);
  }

  Build running(String name) throws InterruptedException {
    Build build =
        scenes.run(
            scenes.repository(Forge.GITHUB, "acme/" + name), "main", "Ada Lovelace", "Sell boats");
    report(build, step(build, "checkout", Status.SUCCEEDED), step(build, UNIT, Status.RUNNING));
    stage.write(build, "checkout", List.of("Fetched refs/heads/main"));
    return build;
  }

  /** With every kind of fold, colours, a long line, and an error. */
  Build failed() throws InterruptedException {
    Build build = running("shop");
    stage.write(build, UNIT, install());
    stage.write(build, UNIT, tests());
    stage.write(build, "lint", List.of("\u001b[32m✓\u001b[0m 214 files", "::endgroup::"));
    stage.write(build, UNIT, failure());
    stage.clock.advance(Duration.ofSeconds(74));
    report(
        build,
        step(build, "checkout", Status.SUCCEEDED),
        step(build, "lint", Status.SUCCEEDED),
        step(build, UNIT, Status.FAILED));
    end(build, UNIT);
    return build;
  }

  private static List<String> install() {
    return List.of(
        "$ npm ci",
        "::group::Install 214 packages",
        "npm \u001b[33mwarn\u001b[0m deprecated rimraf@2.6.3: use rimraf@5, see"
            + " https://example.com/rimraf.",
        "added 214 packages in 7s",
        "::endgroup::",
        "section_start:1700000000:images\r\u001b[0K\u001b[36mBuild the image\u001b[0m",
        "#1 [internal] load build definition",
        "#1 DONE 0.1s",
        "#2 [1/3] FROM docker.io/library/node:24-slim",
        "#2 CACHED",
        "#3 [2/3] RUN npm run build",
        "#3 0.412 > shop@2.4.0 build",
        "#3 1.200 built in 788ms",
        "#3 DONE 1.3s",
        "section_end:1700000003:images\r\u001b[0K");
  }

  private static List<String> tests() {
    List<String> lines = new ArrayList<>();
    lines.add("--- Unit tests");
    IntStream.rangeClosed(1, 60)
        .mapToObj(i ->
            "\u001b[32m✓\u001b[39m cart keeps its items over a restart \u001b[2m(case "
                + i
                + ", "
                + (i * 37 % 90 + 4)
                + " ms)\u001b[22m")
        .forEach(lines::add);
    return lines;
  }

  private static List<String> failure() {
    return List.of(
        "+++ Integration tests",
        "\u001b[1mbold\u001b[22m \u001b[2mdim\u001b[22m \u001b[3mitalic\u001b[23m"
            + " \u001b[4munderline\u001b[24m \u001b[7minverse\u001b[27m \u001b[38;5;141m256"
            + " colours\u001b[39m \u001b[38;2;220;90;20mtrue colour\u001b[39m",
        "download 10%\rdownload 60%\rdownload 100%",
        "a line that is too long for a telephone and for most other screens as well: "
            + "the quick brown fox jumps over the lazy dog, ".repeat(6),
        "\u001b[31m✗\u001b[39m \u001b[1mtotals are rounded per line\u001b[22m",
        "  \u001b[31mAssertionError\u001b[39m: expected \u001b[32m19.99\u001b[39m, got"
            + " \u001b[31m20.00\u001b[39m",
        "      at Totals.round (src/totals.js:\u001b[33m42\u001b[39m:11)",
        "      at \u001b[38;5;141mtotals.test.js\u001b[39m:17:5",
        "",
        "\u001b[41;97m FAIL \u001b[0m 1 failed, 12 passed",
        "see http://ci.example.com/report?id=1&x=<b>, javascript:alert(1) and"
            + " \u202ereversed\u202c text");
  }

  /** Of so many lines in one step that failed in the end. */
  Build huge(int total) throws InterruptedException {
    Build build = running("huge");
    List<LogLine> lines = new ArrayList<>();
    for (int n = 2; n <= total; n++) {
      String text =
          n == total - 100
              ? "src/hold.c:7:1: error: the needle of the haystack is missing"
              : "\u001b[32m✓\u001b[39m item " + n + " is where it was, as far as one can see";
      lines.add(new LogLine(n, n, UNIT, text));
    }
    if (!stage.logs().append(build.id(), 1, lines)) {
      throw new IllegalStateException("the attempt is over");
    }
    report(build, step(build, "checkout", Status.SUCCEEDED), step(build, UNIT, Status.FAILED));
    end(build, UNIT);
    return build;
  }

  void end(Build build, String step) {
    scenes.finish(
        build,
        scenes.failed(
            build,
            new Failure.StepFailed(
                step, step + " ended with exit code 1", "read the step's last lines")),
        List.of());
  }

  void report(Build build, StepReport... steps) {
    stage.queue().report(build.id(), 1, List.of(steps));
  }

  StepReport step(Build build, String name, Status status) {
    @Nullable Integer end = status == Status.RUNNING ? null : 6_000;
    return scenes.step(name, Kind.STEP, status, 100, end, false, Scenes.startOf(build));
  }
}
