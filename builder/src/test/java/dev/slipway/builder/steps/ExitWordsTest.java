package dev.slipway.builder.steps;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExitWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1   | ended with exit code 1
          2   | ended with exit code 2
          126 | named a command that may not be executed (exit code 126)
          127 | named a command that its image does not have (exit code 127)
          128 | ended with exit code 128
          129 | was ended by signal SIGHUP (exit code 129)
          132 | was ended by signal SIGILL (exit code 132)
          134 | was ended by signal SIGABRT (exit code 134)
          137 | was ended by signal SIGKILL (exit code 137)
          139 | was ended by signal SIGSEGV (exit code 139)
          143 | was ended by signal SIGTERM (exit code 143)
          255 | ended with exit code 255
          """)
  void exit_codes_are_said_in_words(int code, String words) {
    assertThat(ExitWords.message(code, false, null)).isEqualTo(words);
    assertThat(ExitWords.failure("unit", code, false, null).message())
        .isEqualTo("step unit " + words);
    assertThat(ExitWords.failure("unit", code, false, null).hint()).isNotEmpty();
  }

  @Test
  void lack_of_memory_says_how_much_there_was() {
    assertThat(ExitWords.message(137, true, 64L << 20))
        .isEqualTo("ran out of memory: it may use 64 MB (exit code 137)");
    assertThat(ExitWords.message(137, true, null)).isEqualTo("ran out of memory (exit code 137)");
  }

  @Test
  void lack_of_memory_is_named_where_the_program_gave_up_by_itself() {
    assertThat(ExitWords.message(1, true, 1000L))
        .isEqualTo("ran out of memory: it may use 1000 bytes (exit code 1)");
  }
}
