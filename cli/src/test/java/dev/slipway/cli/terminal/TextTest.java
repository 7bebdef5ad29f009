package dev.slipway.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TextTest {
  @Test
  void columnsLineUpAlsoUnderWideLettersAndNoLineEndsInBlanks() {
    Table table =
        new Table("NAME", "STATUS", "WHY").row("店", "live", "").row("shop", "failed", "x");

    assertThat(table.aligned(false))
        .containsExactly("NAME  STATUS  WHY", "店    live", "shop  failed  x");
  }

  @Test
  void aTableWithoutRowsHasNoHeading() {
    assertThat(new Table("NAME").aligned(false)).isEmpty();
  }

  @Test
  void longCellsAreCutAndAddressesAreNot() {
    String address = "http://" + "a".repeat(80);
    Table table = new Table("A", "B").row("x".repeat(100), address);

    assertThat(table.aligned(false).getLast()).isEqualTo("x".repeat(59) + "…  " + address);
  }

  @Test
  void statusesAreColoredWithoutMovingTheColumns() {
    Table table = new Table("STATUS", "B").row("live", "b");

    assertThat(table.aligned(true)).containsExactly("STATUS  B", "\u001b[32mlive\u001b[0m    b");
  }

  @Test
  void aCellIsOneLineOfOneField() {
    assertThat(SafeText.cell("fix\tthis\u001b[31m now\nand that")).isEqualTo("fix this now");
  }

  @Test
  void escapeSequencesAreDroppedAndColorsKeptWhereWanted() {
    String evil =
        "\u001b]0;title\u0007\u001b[2Ja\u001b[31mred\u001b[0m\u001bPq\u001b\\\u009b1A\u202eb\r";

    assertThat(SafeText.plain(evil)).isEqualTo("aredb");
    assertThat(SafeText.colored(evil)).isEqualTo("a\u001b[31mred\u001b[0mb\u001b[0m");
  }

  @Test
  void timesAreToldRoughlyAndSpansExactly() {
    Instant now = Instant.parse("2026-11-21T12:00:00Z");

    assertThat(Times.ago("2026-11-21T11:59:48Z", now)).isEqualTo("12s ago");
    assertThat(Times.ago("2026-11-21T10:30:00Z", now)).isEqualTo("1h ago");
    assertThat(Times.ago("2026-11-11T12:00:00Z", now)).isEqualTo("10d ago");
    assertThat(Times.ago("", now)).isEmpty();
    assertThat(Times.between("2026-11-21T12:00:00Z", "2026-11-21T12:00:01.25Z"))
        .isIn("1.3s", "1.2s");
    assertThat(Times.between("2026-11-21T12:00:00Z", "2026-11-21T12:02:05Z")).isEqualTo("2m 5s");
    assertThat(Times.between("2026-11-21T12:00:00Z", "")).isEmpty();
  }
}
