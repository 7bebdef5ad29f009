package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.slipway.core.log.LogLine;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LogBlockTest {
  @Test
  void linesComeOutAsTheyWentIn() {
    List<LogLine> lines =
        List.of(
            new LogLine(70, 12_345_678, "unit", ""),
            new LogLine(71, 12_345_678, "lint", "\u001b[32mok\u001b[0m \"ü\" 鞋 🚢 \t"),
            new LogLine(72, 3, "unit", "the next attempt begins at 0 again"),
            new LogLine(73, 3, "web: RUN npm ci", "x".repeat(70_000)));
    assertThat(LogBlock.read(LogBlock.write(lines), 73)).isEqualTo(lines);
  }

  @Test
  void textOfALogTakesLessThanAQuarterOfItsSize() {
    List<LogLine> lines =
        LongStream.rangeClosed(1, 1024)
            .mapToObj(n -> new LogLine(n, 7 * n, "unit", "✓ cart keeps item " + n * n % 997))
            .toList();
    assertThat(LogBlock.write(lines)).hasSizeLessThan(1024 * 27 / 4);
  }

  @Test
  void whatItCannotReadIsRefused() {
    byte[] block = LogBlock.write(List.of(new LogLine(1, 1, "unit", "a line of some length")));
    byte[] newer = block.clone();
    newer[0] = 9;
    assertThatIllegalStateException()
        .isThrownBy(() -> LogBlock.read(newer, 1))
        .withMessageContaining("newer Slipway");
    assertThatIllegalStateException()
        .isThrownBy(() -> LogBlock.read(Arrays.copyOf(block, block.length - 6), 1))
        .withMessageContaining("damaged");
    assertThatIllegalStateException().isThrownBy(() -> LogBlock.read(new byte[0], 1));
  }
}
