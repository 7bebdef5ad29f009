package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.NameFilter;
import dev.slipway.core.build.ChangedPaths;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PathConditionsTest {
  private static final NameFilter SOURCES = NameFilter.of(List.of("src/**"));

  @Test
  @Timeout(60)
  void patternsThatTakeTooLongHold() {
    NameFilter slow = NameFilter.of(Collections.nCopies(100, "**a".repeat(80) + "b"));
    List<String> paths = Collections.nCopies(100_000, "a/".repeat(1000));
    Condition condition = new PathConditions(Duration.ofSeconds(1)).of(slow, known(paths));
    assertThat(condition.holds()).isTrue();
    assertThat(condition.words()).contains("took longer than 1 s");
  }

  @Test
  void aPathWithALineBreakInItsNameIsShownOnOneLine() {
    Condition condition =
        new PathConditions(PathConditions.ALLOWED).of(SOURCES, known(List.of("a\nb\u001b[31m")));
    assertThat(condition.holds()).isFalse();
    assertThat(condition.words())
        .isEqualTo(
            "the only changed path, a?b?[31m, does not match path.include src/**; nothing to"
                + " build since 1a2b3c4");
  }

  private static Comparison.Result known(List<String> paths) {
    return new Comparison.Result(new ChangedPaths.Known(paths), "since 1a2b3c4");
  }
}
