package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Pages are light: each with all that it loads, as it goes over the wire. */
class PageWeightIT {
  private static final int MOST_BYTES = 150_000;

  /** What was sent, also of files that the browser had from a page before; heads count as 300. */
  private static final String WEIGHT =
      """
      () => ['navigation', 'resource']
        .flatMap(type => performance.getEntriesByType(type))
        .reduce((sum, one) => sum + one.encodedBodySize + 300, 0)
      """;

  @Test
  void everyPageWithAllThatItLoadsIsUnder150Kilobytes() throws Exception {
    Map<String, Integer> weights = new TreeMap<>();
    try (Stage stage = new Stage();
        Desk desk = new Desk()) {
      ShowStage.fill(stage);
      Page page = desk.open(stage, 1280, 900);
      for (var paths : EveryPage.of(stage).values()) {
        for (String path : paths) {
          page.navigate(stage.url(path).toString());
          if (path.startsWith("/builds/")) {
            page.waitForFunction(
                "() => !/Loading/.test(document.querySelector('.wait').textContent)"
                    + " || document.querySelector('.log.filled')");
          }
          weights.put(path, (Integer) page.evaluate(WEIGHT));
        }
      }
    }
    assertThat(weights).hasSizeGreaterThan(20);
    assertThat(weights)
        .allSatisfy((path, bytes) -> assertThat(bytes).as(path).isLessThan(MOST_BYTES));
    assertThat(weights.values()).as("measured at all").allMatch(bytes -> bytes > 10_000);
    if (Boolean.getBoolean("slipway.tell")) {
      weights.forEach((path, bytes) -> System.out.println(bytes + " " + path));
    }
  }
}
