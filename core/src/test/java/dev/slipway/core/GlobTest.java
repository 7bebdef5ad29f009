package dev.slipway.core;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "main, main",
    "release/*, release/1",
    "release/**, release/1/2",
    "release/**, release/",
    "**, anything/at/all",
    "*, one",
    "**/*.md, README.md",
    "**/*.md, docs/guide/a.md",
    "docs/**/x, docs/x",
    "docs/**/x, docs/a/b/x",
    "**/docs/**, docs/a",
    "**/docs/**, a/docs/b/c",
    "a**b, a/x/b",
    "a**/b, ax/y/b",
    "v?.*, v1.2",
    "a+b(c), a+b(c)",
    "**/**/x, x",
    "*-*, a-b",
    "**/**, x",
  })
  void theseMatch(String pattern, String name) {
    assertThat(new Glob(pattern).matches(name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "main, mainly",
    "main, Main",
    "release/*, release/1/2",
    "release/**, release",
    "*, one/two",
    "*.md, docs/a.md",
    "docs/**/x, docsx",
    "docs/**/x, docs/ax",
    "**/x, ax",
    "v?, v/",
    "v?, v",
    "a.b, axb",
    "a**/b, ab",
  })
  void theseDoNot(String pattern, String name) {
    assertThat(new Glob(pattern).matches(name)).isFalse();
  }

  @Test
  void aPatternOfManyStarsTakesNoTime() {
    Glob hostile = new Glob("*a".repeat(120) + "b");
    assertTimeoutPreemptively(
        ofSeconds(2), () -> assertThat(hostile.matches("a".repeat(4000))).isFalse());
  }

  @Test
  void patternsThatCannotBeMeantAreRefused() {
    for (String text : List.of("", " ", "a\0b", "x".repeat(256))) {
      assertThatThrownBy(() -> new Glob(text)).isInstanceOf(InvalidValueException.class);
    }
  }

  @Test
  void aFilterWantsWhatIsIncludedAndNotExcluded() {
    NameFilter filter = NameFilter.of(List.of("main", "release/**", "!release/old/**"));
    assertThat(filter.wants("main")).isTrue();
    assertThat(filter.wants("release/2")).isTrue();
    assertThat(filter.wants("release/old/1")).isFalse();
    assertThat(filter.wants("topic")).isFalse();
    assertThat(filter.patterns()).containsExactly("main", "release/**", "!release/old/**");
  }

  @Test
  void aFilterWithoutIncludesWantsEverythingElse() {
    assertThat(NameFilter.of(List.of("!wip/*")).wants("main")).isTrue();
    assertThat(NameFilter.of(List.of("!wip/*")).wants("wip/x")).isFalse();
    assertThat(NameFilter.ALL.wants("anything")).isTrue();
  }
}
