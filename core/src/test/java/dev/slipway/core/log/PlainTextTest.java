package dev.slipway.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void textStaysAsItIs() {
    String text = "größer\t鞋 🚢 <b>";
    assertThat(PlainText.of(text)).isSameAs(text);
  }

  @Test
  void coloursAndEverythingElseOfTerminalsIsDropped() {
    assertThat(PlainText.of("an \u001b[31;1mErr\u001b[0mor")).isEqualTo("an Error");
    assertThat(PlainText.of("\u001b[2K\u001b[1Aup\u001b[?25l")).isEqualTo("up");
    assertThat(PlainText.of("\u001b]8;;http://x\u0007link\u001b]8;;\u001b\\.")).isEqualTo("link.");
    assertThat(PlainText.of("\u001b(Bx\u001b")).isEqualTo("x");
    assertThat(PlainText.of("a\u0000b\bc\u009bd\u007f")).isEqualTo("abcd");
    assertThat(PlainText.of("\u001b]no end")).isEmpty();
  }

  @Test
  void textIsNotReordered() {
    assertThat(PlainText.of("a\u202eb\u2066c\u2069")).isEqualTo("abc");
  }

  @Test
  void ofProgressTheLastStateIsLeft() {
    assertThat(PlainText.of("10%\r60%\r100%")).isEqualTo("100%");
    assertThat(PlainText.of("10%\r60%\r\u001b[K")).isEqualTo("60%");
    assertThat(PlainText.of("done\r")).isEqualTo("done");
  }
}
