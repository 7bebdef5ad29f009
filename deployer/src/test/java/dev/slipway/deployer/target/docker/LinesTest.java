package dev.slipway.deployer.target.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  private final List<String> told = new ArrayList<>();
  private final Lines lines = new Lines(told::add);

  @Test
  void aLineIsToldOnceItIsWholeAndTheLastOneAtTheEnd() {
    add("one\ntw");
    add("o\r\n\nthr");
    assertThat(told).containsExactly("one", "two", "");

    add("ee");
    lines.end();
    lines.end();

    assertThat(told).containsExactly("one", "two", "", "three");
  }

  @Test
  void aCharacterThatComesInPiecesStaysWhole() {
    byte[] text = "Grüß Gott €\n".getBytes(StandardCharsets.UTF_8);
    for (byte b : text) {
      lines.add(new byte[] {b});
    }

    assertThat(told).containsExactly("Grüß Gott €");
  }

  @Test
  void aLineWithoutAnEndIsToldInParts() {
    String part = "x".repeat(Lines.LONGEST);
    add(part + part);
    add("y\n");

    assertThat(told).containsExactly(part, part, "y");
  }

  private void add(String text) {
    lines.add(text.getBytes(StandardCharsets.UTF_8));
  }
}
