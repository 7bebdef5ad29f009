package dev.slipway.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  @Test
  void textIsFittedIntoItsColumnsAlsoWhereLettersAreWide() {
    assertThat(TextWidth.fit("shop", 6)).isEqualTo("shop  ");
    assertThat(TextWidth.fit("shop", 4)).isEqualTo("shop");
    assertThat(TextWidth.fit("shopping", 5)).isEqualTo("shop…");
    assertThat(TextWidth.fit("店店店", 4)).isEqualTo("店… ");
  }

  @Test
  void aClockThatIsBehindCountsFromNow() {
    Instant now = Instant.parse("2026-11-21T12:00:00Z");
    assertThat(Times.since("2026-11-21T11:58:59Z", now)).isEqualTo("1m 1s");
    assertThat(Times.since("2026-11-21T12:00:09Z", now)).isEqualTo("0.0s");
    assertThat(Times.since("", now)).isEmpty();
  }

  @Test
  void whatStrangersWroteCannotMoveTheCursor() {
    ProgressRow row = new ProgressRow(ProgressRow.Mark.DONE, "a\u001b[2J", "", "x\u001b[5A\ny");
    assertThat(row.name()).isEqualTo("a");
    assertThat(row.note()).isEqualTo("x");
  }

  @Test
  void rowsAreDrawnOnlyWhereAPersonSeesThem() {
    assertThat(LiveRows.suit(shell(new Terminals(true, true, true), Map.of()))).isTrue();
    assertThat(LiveRows.suit(shell(new Terminals(true, false, true), Map.of()))).isFalse();
    assertThat(LiveRows.suit(shell(new Terminals(true, true, false), Map.of()))).isFalse();
    assertThat(LiveRows.suit(shell(new Terminals(true, true, true), Map.of("CI", "true"))))
        .isFalse();
    assertThat(LiveRows.suit(shell(new Terminals(true, true, true), Map.of("TERM", "dumb"))))
        .isFalse();
  }

  @Test
  void moreRowsThanTheTerminalHasShowTheLast() {
    List<ProgressRow> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      rows.add(new ProgressRow(ProgressRow.Mark.DONE, "step " + i, "1.0s", "n".repeat(500)));
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    new LiveRows(shell(new Terminals(true, true, true), Map.of("NO_COLOR", "1"), err), () -> rows)
        .close();
    TerminalSize size = TerminalSize.now();
    List<String> last =
        err.toString(StandardCharsets.UTF_8)
            .replaceAll("(?s)^.*\u001b\\[J", "")
            .replaceAll("\u001b\\[[?0-9]*[a-zA-Z]", "")
            .lines()
            .toList();
    assertThat(last).hasSize(size.rows() - 2);
    assertThat(last.getLast()).startsWith("✓ step 499    1.0s  nnn").endsWith("…");
    assertThat(last).allMatch(line -> TextWidth.of(line) <= size.columns());
  }

  private static Shell shell(Terminals terminals, Map<String, String> environment) {
    return shell(terminals, environment, new ByteArrayOutputStream());
  }

  private static Shell shell(
      Terminals terminals, Map<String, String> environment, ByteArrayOutputStream err) {
    return new Shell(
        new ByteArrayInputStream(new byte[0]),
        Shell.stream(new ByteArrayOutputStream(), false),
        Shell.stream(err, true),
        terminals,
        environment);
  }
}
