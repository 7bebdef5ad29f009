package dev.slipway.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {
  @ParameterizedTest
  @CsvSource({"kitten,sitting,3", "port,port,0", "prot,port,1", "'',abc,3", "abc,'',3"})
  void countsTheLettersBetweenTwoWords(String a, String b, int distance) {
    assertThat(Problems.distance(a, b)).isEqualTo(distance);
  }

  @Test
  void namesTheNearestKeyWhenOneIsNear() {
    Problems problems = new Problems();
    problems.unknown("deploy.prt", Position.START, "key", "prt", List.of("host", "port"));
    assertThat(problems.all().getFirst().hint()).isEqualTo("did you mean `port`?");
  }

  @Test
  void listsTheKnownKeysWhenNoneIsNear() {
    Problems problems = new Problems();
    problems.unknown("colour", Position.START, "key", "colour", List.of("host", "port"));
    assertThat(problems.all().getFirst().hint()).isEqualTo("known here: host, port");
  }

  @Test
  void tellsThemInTheOrderOfTheDocument() {
    Problems problems = new Problems();
    problems.add("b", new Position(7, 1), "second", "");
    problems.add("a", new Position(2, 9), "first", "");
    assertThat(problems.all())
        .extracting(problem -> problem.message())
        .containsExactly("first", "second");
  }
}
