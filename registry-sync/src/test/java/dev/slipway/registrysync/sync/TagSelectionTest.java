package dev.slipway.registrysync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.Glob;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.sync.SyncRule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tags a rule means, and when. */
class TagSelectionTest {
  private static final List<String> TAGS =
      List.of(
          "latest",
          "v1",
          "1.2.0",
          "1.10.0",
          "1.9.3",
          "2.0.0-rc.1",
          "2.0.0",
          "v2.1.0",
          "3.0-alpine",
          "build-9",
          "build-10",
          "sha256-" + "a".repeat(64),
          "sha256-" + "a".repeat(64) + ".sig");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|||0|latest v1 1.2.0 1.10.0 1.9.3 2.0.0-rc.1 2.0.0 v2.1.0 3.0-alpine build-9 build-10",
        "v*|||0|v1 v2.1.0",
        "v* latest|||0|latest v1 v2.1.0",
        "|[0-9.]+||0|1.2.0 1.10.0 1.9.3 2.0.0",
        "||>=1.9 <2.1|0|1.10.0 1.9.3 2.0.0",
        "||^2|0|2.0.0 v2.1.0",
        "||^1|2|1.10.0 1.9.3",
        "build-*|||1|build-10",
        "|||1|v2.1.0",
        "none*|||3|"
      })
  void aTagIsMeantWhenItSatisfiesAllThatIsSaid(
      @Nullable String globs,
      @Nullable String regex,
      @Nullable String semver,
      int latest,
      @Nullable String meant) {
    SyncRule.Tags tags =
        new SyncRule.Tags(
            words(globs).map(Glob::new).toList(),
            regex == null ? "" : regex,
            semver == null ? "" : semver,
            latest);

    assertThat(new TagSelection(tags).of(TAGS)).containsExactlyElementsOf(words(meant).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "(", "*"})
  void whatIsNoExpressionIsRefused(String regex) {
    assertThatThrownBy(() -> new TagSelection(new SyncRule.Tags(List.of(), regex, "", 0)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(regex);
  }

  @ParameterizedTest
  @CsvSource({
    "0 3 * * *, Europe/Berlin, 2026-07-01T00:30:00Z, 2026-07-01T01:00:00Z",
    "0 3 * * *, Europe/Berlin, 2026-12-01T00:30:00Z, 2026-12-01T02:00:00Z",
    "*/5 * * * *, UTC, 2026-07-01T00:31:00Z, 2026-07-01T00:35:00Z",
    "30 2 * * *, Europe/Berlin, 2026-03-29T00:00:00Z, 2026-03-30T00:30:00Z"
  })
  void aScheduleIsMeantInItsZone(String cron, String zone, Instant after, Instant next) {
    assertThat(Schedule.next(new SyncRule.Trigger(cron, ZoneId.of(zone), false), after))
        .contains(next);
  }

  @Test
  void whatIsNoScheduleIsRefused() {
    SyncRule.Trigger wrong = new SyncRule.Trigger("every day", ZoneId.of("UTC"), false);

    assertThatThrownBy(() -> Schedule.next(wrong, Instant.EPOCH))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("\"every day\" is no schedule");
    assertThat(Schedule.next(SyncRule.Trigger.BY_HAND, Instant.EPOCH)).isEmpty();
  }

  private static Stream<String> words(@Nullable String text) {
    return text == null ? Stream.empty() : Arrays.stream(text.split(" ", -1));
  }
}
