package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.builder.LogLimit.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogLimitTest {
  @Test
  void whatIsWithinTheLimitIsKeptAsItComes() {
    assertThat(kept(new LogLimit(10, 10_000, 3, 10_000), 10)).isEqualTo(numbered(1, 10));
  }

  @Test
  void aLongLogKeepsHeadAndTailAndSaysHowMuchIsMissing() {
    List<String> kept = kept(new LogLimit(4, 10_000, 3, 10_000), 2000);
    assertThat(kept.subList(0, 4)).isEqualTo(numbered(1, 4));
    assertThat(kept.get(4)).contains("has reached its limit").contains("last 3 lines");
    assertThat(kept.get(5)).startsWith("[1,993 lines are missing here");
    assertThat(kept.subList(6, kept.size())).isEqualTo(numbered(1998, 2000));
  }

  @Test
  void whatFitsIntoTheTailLeavesNoGap() {
    List<String> kept = kept(new LogLimit(4, 10_000, 3, 10_000), 6);
    assertThat(kept).noneMatch(line -> line.contains("missing"));
    assertThat(kept.subList(5, 7)).isEqualTo(numbered(5, 6));
  }

  @Test
  void longLinesReachTheLimitSooner() {
    List<String> kept = kept(new LogLimit(1000, 400, 1000, 120), 100);
    assertThat(kept).hasSizeLessThan(20).endsWith("line 100");
    assertThat(kept).anyMatch(line -> line.contains("lines are missing here"));
  }

  private static List<String> kept(LogLimit limit, int lines) {
    List<String> kept = new ArrayList<>();
    numbered(1, lines)
        .forEach(
            text -> limit.next(new Said(0, "unit", text)).forEach(said -> kept.add(said.text())));
    limit.rest().forEach(said -> kept.add(said.text()));
    assertThat(limit.rest()).isEmpty();
    return kept;
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(n -> "line " + n).toList();
  }
}
