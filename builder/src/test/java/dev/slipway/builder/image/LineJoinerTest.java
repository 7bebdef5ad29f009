package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineJoinerTest {
  private final List<String> lines = new ArrayList<>();
  private final LineJoiner joiner = new LineJoiner(lines::add);

  @Test
  void pieces_cut_anywhere_even_in_a_character_are_joined() {
    byte[] text = "größer\n\nzwei €\n".getBytes(StandardCharsets.UTF_8);
    for (byte next : text) {
      joiner.add(ByteBuffer.wrap(new byte[] {next}));
    }

    assertThat(lines).containsExactly("größer", "", "zwei €");
  }

  @Test
  void a_last_line_without_a_break_comes_at_the_end() {
    add("one\ntwo");
    assertThat(lines).containsExactly("one");

    joiner.end();
    joiner.end();

    assertThat(lines).containsExactly("one", "two");
  }

  @Test
  void of_a_progress_bar_the_last_state_is_left() {
    add("10%\r20%\r");
    add("100%\n");
    add("10%\r100%\r\n");

    assertThat(lines).containsExactly("100%", "100%");
  }

  @Test
  void a_mark_of_a_section_stays_before_its_title() {
    add(
        "section_start:1700000000:deps\r\u001b[0KInstall\nsection_end:1700000003:deps\r\u001b[0K\n");

    assertThat(lines)
        .containsExactly(
            "section_start:1700000000:deps\r\u001b[0KInstall",
            "section_end:1700000003:deps\r\u001b[0K");
  }

  @Test
  void windows_line_ends_are_line_ends() {
    add("one\r\ntwo\r");
    add("\nthree\n");

    assertThat(lines).containsExactly("one", "two", "three");
  }

  @Test
  void output_without_breaks_is_cut_and_not_lost() {
    add("x".repeat(150_000));
    joiner.end();

    assertThat(lines).hasSize(3);
    assertThat(String.join("", lines)).hasSize(150_000);
  }

  private void add(String text) {
    joiner.add(StandardCharsets.UTF_8.encode(text));
  }
}
