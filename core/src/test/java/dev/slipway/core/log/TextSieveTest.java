package dev.slipway.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextSieveTest {
  @Test
  void linesWithoutTheTextStayBehind() {
    assertThat(passes("error", false, "all is well")).isFalse();
    assertThat(passes("error", false, "an erro")).isFalse();
    assertThat(passes("error", true, "an Error")).isFalse();
    assertThat(passes("31", true, "\u001b[31mred\u001b[0m")).isFalse();
  }

  @Test
  void linesWithTheTextPass() {
    assertThat(passes("error", false, "an ERROR")).isTrue();
    assertThat(passes("aab", true, "aaab")).isTrue();
    assertThat(passes("error", true, "an e\u001b[1;31mrr\u001b[0mor")).isTrue();
    assertThat(passes("a\tb", true, "größer a\tb")).isTrue();
  }

  @Test
  void whatIsHardToTellPasses() {
    assertThat(passes("x", true, "\u001b]8;;http://y\u0007link")).isTrue();
    assertThat(passes("x", true, "an end of \u001b")).isTrue();
  }

  @Test
  void onlyTheBytesOfTheLineCount() {
    byte[] text = "error".getBytes(StandardCharsets.UTF_8);
    assertThat(new TextSieve("error", true).passes(text, 0, 4)).isFalse();
    assertThat(new TextSieve("error", true).passes(text, 1, 5)).isFalse();
    assertThat(new TextSieve("rror", true).passes(text, 1, 5)).isTrue();
  }

  @Test
  void noLineThatHoldsTheTextIsEverKeptBack() {
    Random random = new Random(7);
    String[] parts = {
      "a", "b", "A", "ä", "\r", "\u001b[1m", "\u001b[", "\u001b", "\u202e", "\u0007"
    };
    for (int i = 0; i < 50_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int left = random.nextInt(12); left > 0; left--) {
        line.append(parts[random.nextInt(parts.length)]);
      }
      String text = "a" + "ab".substring(random.nextInt(3)) + (random.nextBoolean() ? "b" : "");
      boolean exact = random.nextBoolean();
      String plain = PlainText.of(line.toString());
      boolean held = exact ? plain.contains(text) : plain.toLowerCase(Locale.ROOT).contains(text);
      assertThat(!held || passes(text, exact, line.toString()))
          .as("'%s' in '%s'", text, line)
          .isTrue();
    }
  }

  @Test
  void onlyAsciiIsLookedFor() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TextSieve("", true));
    assertThatIllegalArgumentException().isThrownBy(() -> new TextSieve("ä", true));
  }

  private static boolean passes(String text, boolean exact, String line) {
    byte[] utf8 = line.getBytes(StandardCharsets.UTF_8);
    return new TextSieve(text, exact).passes(utf8, 0, utf8.length);
  }
}
