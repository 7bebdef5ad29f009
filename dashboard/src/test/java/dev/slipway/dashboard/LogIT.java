package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.Failure;
import dev.slipway.core.source.Forge;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogIT {
  private Stage stage;
  private Scenes scenes;
  private Browser browser;
  private Build build;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    scenes = new Scenes(stage);
    browser = new Browser(stage);
    build = scenes.run(scenes.repository(Forge.GIT, "acme/shop"), "main", "ada", "Start");
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  @Test
  void aWindowHoldsTheLinesAskedForOfOneStepToo() throws Exception {
    stage.write(build, "one", numbered(1, 3));
    stage.write(build, "two", numbered(4, 6));
    var window = Browser.json(browser.get(path("/log?from=2&limit=2")));
    assertThat(window.findValuesAsText("n")).containsExactly("2", "3");
    assertThat(window.get("total").asInt()).isEqualTo(6);
    assertThat(window.get("complete").asBoolean()).isFalse();
    var step = Browser.json(browser.get(path("/log?step=two&limit=2")));
    assertThat(step.findValuesAsText("n")).containsExactly("4", "5");
  }

  @Test
  void aViewerResumesFromAnyLineWithoutGapOrRepeat() throws Exception {
    stage.write(build, "one", numbered(1, 20));
    for (long after = 0; after <= 20; after++) {
      try (InputStream stream = browser.open(path("/log/events"), "Last-Event-ID", "" + after)) {
        BufferedReader reader = reader(stream);
        assertThat(ids(reader, 20 - (int) after))
            .isEqualTo(LongStream.rangeClosed(after + 1, 20).boxed().toList());
      }
    }
  }

  @Test
  void linesThatComeWhileFollowingArriveInOrderUntilTheEnd() throws Exception {
    stage.write(build, "one", numbered(1, 5));
    try (InputStream stream = browser.open(path("/log/events"))) {
      BufferedReader reader = reader(stream);
      assertThat(ids(reader, 5)).containsExactly(1L, 2L, 3L, 4L, 5L);
      stage.write(build, "one", numbered(6, 3000));
      fail();
      assertThat(ids(reader, 2995)).isEqualTo(LongStream.rangeClosed(6, 3000).boxed().toList());
      List<String> rest = reader.lines().filter(line -> !line.isEmpty()).toList();
      assertThat(rest).contains("event: end");
      assertThat(rest.getLast()).isEqualTo("data: {\"status\":\"failed\",\"total\":3000}");
    }
  }

  @Test
  void thePlainTextGrowsWhileItIsReadAndHasNoColours() throws Exception {
    stage.write(build, "one", List.of("\u001b[31mred\u001b[0m"));
    try (InputStream stream = browser.open(path("/log.txt"))) {
      BufferedReader reader = reader(stream);
      assertThat(reader.readLine()).isEqualTo("red");
      stage.write(build, "one", List.of("more"));
      fail();
      assertThat(reader.lines()).containsExactly("more");
    }
  }

  @Test
  void anEndedLogIsServedInParts() throws Exception {
    stage.write(build, "one", List.of("äbc", "def"));
    fail();
    String url = path("/log.txt");
    assertThat(browser.get(url).body()).isEqualTo("äbc\ndef\n");
    var part = browser.get(url, "Range", "bytes=5-7");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("def");
    assertThat(part.headers().firstValue("content-range")).hasValue("bytes 5-7/9");
    assertThat(browser.get(url, "Range", "bytes=-4").body()).isEqualTo("def\n");
    assertThat(browser.get(url, "Range", "bytes=9-").statusCode()).isEqualTo(416);
    assertThat(browser.get(url, "Range", "lines=1-2").statusCode()).isEqualTo(200);
  }

  @Test
  void searchFindsTextAndPatternsButGivesUpOnEndlessOnes() throws Exception {
    stage.write(build, "one", List.of("nothing", "an \u001b[31mErr\u001b[0mor", "a".repeat(40)));
    var found = Browser.json(browser.get(path("/log/search?q=error")));
    assertThat(found.findValuesAsText("n")).containsExactly("2");
    assertThat(found.findValuesAsText("excerpt")).containsExactly("an Error");
    assertThat(Browser.json(browser.get(path("/log/search?regex=%5Eno"))).findValuesAsText("n"))
        .containsExactly("1");
    assertThat(browser.get(path("/log/search?regex=(")).statusCode()).isEqualTo(422);
    assertThat(browser.get(path("/log/search?regex=(a%7Caa)%2B%24b")).statusCode()).isIn(200, 422);
    assertThat(browser.get(path("/log/search")).statusCode()).isEqualTo(422);
  }

  @Test
  void searchTellsEveryHitAndMindsTheCaseWhereThatIsAsked() throws Exception {
    stage.write(build, "one", numbered(1, 700));
    stage.write(build, "one", List.of("Line of another kind"));
    var found = Browser.json(browser.get(path("/log/search?q=LINE")));
    assertThat(found.get("hits")).hasSize(701);
    assertThat(found.get("matches")).hasSize(500);
    assertThat(found.get("truncated").asBoolean()).isTrue();
    assertThat(Browser.json(browser.get(path("/log/search?q=Line&case=true"))).get("hits"))
        .hasSize(1);
    assertThat(Browser.json(browser.get(path("/log/search?regex=%5ELINE&case=false"))).get("hits"))
        .hasSize(701);
    assertThat(Browser.json(browser.get(path("/log/search?regex=%5ELine"))).get("hits")).hasSize(1);
    assertThat(browser.get(path("/log/search?q=" + "x".repeat(501))).statusCode()).isEqualTo(422);
  }

  @Test
  void anOutlineTellsTheShapeOfTheLogWithoutItsTexts() throws Exception {
    stage.write(build, "one", List.of("::group::Install", "added", "::endgroup::"));
    stage.write(build, "two", List.of("Error: it is missing"));
    stage.write(build, "one", numbered(5, 1500));
    fail();
    var outline = Browser.json(browser.get(path("/log/outline")));
    assertThat(outline.get("total").asInt()).isEqualTo(1500);
    assertThat(outline.get("complete").asBoolean()).isTrue();
    assertThat(outline.get("names").toString()).isEqualTo("[\"one\",\"two\"]");
    assertThat(outline.get("runs").toString()).isEqualTo("[0,3,1,1,0,1496]");
    assertThat(outline.get("errors").toString())
        .isEqualTo("[{\"count\":0,\"first\":0},{\"count\":1,\"first\":4}]");
    assertThat(outline.get("marks")).hasSize(2);
    assertThat(outline.at("/marks/0/mark/title").asText()).isEqualTo("Install");
    var lines = Browser.json(browser.get(path("/log?limit=4"))).get("lines");
    assertThat(lines.at("/0/mark/kind").asText()).isEqualTo("group");
    assertThat(lines.get(1).has("mark")).isFalse();
    assertThat(lines.at("/3/error").asBoolean()).isTrue();
  }

  private void fail() {
    scenes.finish(
        build, scenes.failed(build, new Failure.StepFailed("one", "it failed", "")), List.of());
  }

  private String path(String rest) {
    return "/builds/" + build.id() + rest;
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(n -> "line " + n).toList();
  }

  private static BufferedReader reader(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** The ids of the next line events; each must belong to the line that it carries. */
  private static List<Long> ids(BufferedReader reader, int count) throws IOException {
    List<Long> ids = new ArrayList<>();
    while (ids.size() < count) {
      String line = reader.readLine();
      if (line.startsWith("id: ")) {
        long id = Long.parseLong(line.substring(4));
        assertThat(reader.readLine()).isEqualTo("event: line");
        assertThat(Browser.json(reader.readLine().substring(6)).get("n").asLong()).isEqualTo(id);
        ids.add(id);
      }
    }
    return ids;
  }
}
