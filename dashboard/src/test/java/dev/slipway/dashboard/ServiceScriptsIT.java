package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The parts of a service's page that need no page, in the browser that runs them. */
class ServiceScriptsIT {
  private static Stage stage;
  private static Desk desk;
  private static Page page;

  @BeforeAll
  static void open() throws Exception {
    stage = new Stage();
    desk = new Desk();
    page = desk.open(stage, 800, 600);
  }

  @AfterAll
  static void close() {
    desk.close();
    stage.close();
  }

  @Test
  void whatIsHereAlreadyIsFoundAtTheSeamOfTwoStreams() {
    assertThat(overlap("['a', 'b', 'c']", "['b', 'c', 'd']")).isEqualTo("2");
    assertThat(overlap("['a', 'b']", "['a', 'b']")).isEqualTo("2");
    assertThat(overlap("['x', 'x', 'x']", "['x', 'x', 'x', 'x']")).isEqualTo("3");
    assertThat(overlap("['a', 'b']", "['c', 'd']")).isEqualTo("0");
    assertThat(overlap("['a', 'b', 'a']", "['a', 'c']")).isEqualTo("1");
  }

  private static String overlap(String before, String after) {
    return Desk.run(page, "seam.js", "({ overlap }) => overlap(%s, %s)".formatted(before, after));
  }

  @Test
  void aGapIsToldWhereNothingOfTheNewStreamIsKnown() {
    String told =
        Desk.run(
            page,
            "seam.js",
            """
            ({ Seam }) => {
              const told = [];
              const seam = new Seam(2, lines => told.push(...lines), () => told.push('gap'));
              seam.take('one');
              seam.begin();
              ['five', 'six', 'seven'].forEach(line => seam.take(line));
              return told;
            }
            """);
    assertThat(told).isEqualTo("[\"one\",\"gap\",\"five\",\"six\",\"seven\"]");
  }

  @Test
  void aLineIsDrawnByTimeAndBrokenWhereNothingWasHeard() {
    String path =
        Desk.run(
            page,
            "chart.js",
            """
            ({ trace }) => trace([{ at: 0, value: 0 }, { at: 1000, value: 5 },
              { at: 60000, value: 10 }, { at: 61000, value: 99 }], 120000, 10)
            """);
    assertThat(path).isEqualTo("\"M0.0 31.0L1.0 16.0M60.0 1.0L61.0 1.0\"");
  }

  @Test
  void scalesAreRoundAndSizesShort() {
    assertThat(
            Desk.run(
                page,
                "chart.js",
                "({ ceiling }) => [ceiling(0), ceiling(101), ceiling(2000), ceiling(2001),"
                    + " ceiling(1025, true)]"))
        .isEqualTo("[1,200,2000,5000,2048]");
    assertThat(
            Desk.run(
                page,
                "stats.js",
                "({ bytes }) => [bytes(0), bytes(1536), bytes(512 * 1048576), bytes(1048575)]"))
        .isEqualTo("[\"0 B\",\"1.5 KiB\",\"512 MiB\",\"1.0 MiB\"]");
  }
}
