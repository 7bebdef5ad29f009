package dev.slipway.builder.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpansionTest {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "WHO", "world",
          "EMPTY", "",
          "FILE", "dist/shop-1.2.tar.gz",
          "TWO", "a b",
          "STARS", "a*b*c",
          "n1", "one",
          "1", "first",
          "ö", "umlaut");

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          plain                    | plain
          $WHO                     | world
          ${WHO}                   | world
          x${WHO}y                 | xworldy
          $WHO.txt                 | world.txt
          $WHO_x                   |
          $WHO-x                   | world-x
          $WHO$WHO                 | worldworld
          $n1                      | one
          $1                       | first
          $1x                      | firstx
          ${1}2                    | first2
          $ö                       | umlaut
          $                        | $
          a$                       | a$
          $.x                      | $.x
          $/x                      | $/x
          $UNSET                   |
          a${UNSET}b               | ab
          ${EMPTY}                 |
          # defaults
          ${WHO:-nobody}           | world
          ${UNSET:-nobody}         | nobody
          ${EMPTY:-nobody}         | nobody
          ${WHO-nobody}            | world
          ${UNSET-nobody}          | nobody
          ${EMPTY-nobody}          |
          ${UNSET:-}               |
          ${UNSET:-$WHO}           | world
          ${UNSET:-${WHO}!}        | world!
          ${UNSET:-${EMPTY:-deep}} | deep
          ${UNSET:-"a b"}          | a b
          ${UNSET:-'$WHO'}         | $WHO
          ${UNSET:-a\\}b}          | a}b
          ${UNSET:--}              | -
          # alternatives
          ${WHO:+there}            | there
          ${UNSET:+there}          |
          ${EMPTY:+there}          |
          ${WHO+there}             | there
          ${EMPTY+there}           | there
          ${UNSET+there}           |
          ${WHO:+[$WHO]}           | [world]
          # what must be there, and is
          ${WHO:?needed}           | world
          ${WHO?needed}            | world
          ${EMPTY?needed}          |
          # prefixes
          ${FILE#dist/}            | shop-1.2.tar.gz
          ${FILE#*.}               | 2.tar.gz
          ${FILE##*.}              | gz
          ${FILE##*/}              | shop-1.2.tar.gz
          ${FILE#nope}             | dist/shop-1.2.tar.gz
          ${FILE#????/}            | shop-1.2.tar.gz
          ${FILE#}                 | dist/shop-1.2.tar.gz
          ${UNSET#x}               |
          ${STARS#a\\*}            | b*c
          # suffixes
          ${FILE%.gz}              | dist/shop-1.2.tar
          ${FILE%.*}               | dist/shop-1.2.tar
          ${FILE%%.*}              | dist/shop-1
          ${FILE%/*}               | dist
          ${FILE%nope}             | dist/shop-1.2.tar.gz
          ${FILE%?gz}              | dist/shop-1.2.tar
          ${STARS%\\*c}            | a*b
          ${WHO%%*}                |
          # replacements
          ${WHO/o/0}               | w0rld
          ${FILE/./_}              | dist/shop-1_2.tar.gz
          ${FILE//./_}             | dist/shop-1_2_tar_gz
          ${FILE/dist\\//}         | shop-1.2.tar.gz
          ${WHO/nope/x}            | world
          ${WHO/w*d/all}           | all
          ${WHO/o/}                | wrld
          ${UNSET/a/b}             |
          ${WHO/o/$1}              | wfirstrld
          # quotes
          'a b'                    | a b
          "a b"                    | a b
          '$WHO'                   | $WHO
          "$WHO"                   | world
          "${UNSET:-a b}"          | a b
          "it's"                   | it's
          'say "x"'                | say "x"
          a'b'c                    | abc
          ""                       |
          ''                       |
          # escapes
          \\$WHO                   | $WHO
          \\\\$WHO                 | \\world
          "\\$WHO"                 | $WHO
          "\\\\"                   | \\
          "a\\b"                   | a\\b
          a\\b                     | ab
          '\\$WHO'                 | \\$WHO
          \\'                      | '
          "\\""                    | "
          end\\                    | end
          """)
  void a_word_becomes_what_BuildKit_makes_of_it(String word, String result) {
    assertThat(Expansion.withEscape('\\').word(word, VARIABLES))
        .isEqualTo(result == null ? "" : result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${",
        "${}",
        "${WHO",
        "${{WHO}}",
        "${:-x}",
        "${WHO:}",
        "${WHO^}",
        "${WHO:=x}",
        "${UNSET:-x",
        "'open",
        "\"open",
        "${WHO/o}",
        "${WHO/o/0",
        "${WHO#\\w}",
        "${UNSET:?}",
        "${UNSET?}",
        "${EMPTY:?}",
        "${WHO!}"
      })
  void a_word_that_cannot_be_worked_out_is_refused(String word) {
    assertThatThrownBy(() -> Expansion.withEscape('\\').word(word, VARIABLES))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_must_be_there_and_is_not_says_so_in_its_own_words() {
    assertThatThrownBy(() -> Expansion.withEscape('\\').word("${V:?give a V}", Map.of()))
        .hasMessage("V: give a V");
    assertThatThrownBy(() -> Expansion.withEscape('\\').word("${V?}", Map.of()))
        .hasMessage("V: is not allowed to be unset");
    assertThatThrownBy(() -> Expansion.withEscape('\\').word("${V:?}", Map.of("V", "")))
        .hasMessage("V: is not allowed to be empty");
  }

  @Test
  void the_backtick_escapes_where_the_directive_says_so() {
    Expansion backtick = Expansion.withEscape('`');
    assertThat(backtick.word("C:\\dir`$WHO", VARIABLES)).isEqualTo("C:\\dir$WHO");
    assertThat(backtick.word("\"`$WHO\\\"", VARIABLES)).isEqualTo("$WHO\\");
  }

  @Test
  void words_are_cut_after_the_variables_are_replaced() {
    Expansion rules = Expansion.withEscape('\\');
    assertThat(rules.words("x $TWO y", VARIABLES)).isEqualTo(List.of("x", "a", "b", "y"));
    assertThat(rules.words("\"$TWO\" 'c d'", VARIABLES)).isEqualTo(List.of("a b", "c d"));
    assertThat(rules.words("a\\ b c", VARIABLES)).isEqualTo(List.of("a b", "c"));
    assertThat(rules.words("  $EMPTY  ", VARIABLES)).isEmpty();
  }

  @Test
  void quotes_are_ordinary_in_a_text() {
    assertThat(Expansion.withEscape('\\').ignoringQuotes().word("'$WHO' \"\\$WHO\"", VARIABLES))
        .isEqualTo("'world' \"$WHO\"");
  }
}
