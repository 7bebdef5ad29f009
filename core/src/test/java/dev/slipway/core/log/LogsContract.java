package dev.slipway.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.BuildStoreFixture;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.log.Logs.Subscription;
import dev.slipway.core.log.Logs.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Logs} does. */
public abstract class LogsContract {
  private static final WorkerId ADA = new WorkerId("ada");
  private BuildStoreFixture store;
  private BuildQueue queue;
  private Logs logs;
  private BuildId build;

  /** A fresh, empty one. */
  protected abstract BuildStoreFixture freshStore();

  @BeforeEach
  void startABuild() throws InterruptedException {
    store = freshStore();
    queue = store.newQueue();
    logs = store.logs();
    store.builds().add(SampleBuilds.alone());
    build = queue.claim(ADA, Duration.ZERO).orElseThrow().id();
  }

  @Test
  void aLogStartsEmpty() {
    assertThat(logs.total(build)).isZero();
    assertThat(logs.read(build, 1, 10)).isEqualTo(new Window(List.of(), 0, false));
    assertThat(logs.read(new BuildId("bld_none"), 1, 10))
        .isEqualTo(new Window(List.of(), 0, false));
  }

  @Test
  void linesComeBackAsTheyWereFromAnyNumberOn() {
    append(1, 3);
    append(4, 4);
    append(5, 300);
    assertThat(logs.total(build)).isEqualTo(300);
    for (long from : new long[] {1, 2, 3, 4, 5, 150, 300}) {
      assertThat(logs.read(build, from, 1000)).isEqualTo(new Window(lines(from, 300), 300, false));
    }
    assertThat(logs.read(build, 301, 10).lines()).isEmpty();
    assertThat(logs.read(build, -5, 2).lines()).isEqualTo(lines(1, 2));
  }

  @Test
  void aReaderGetsAtMostWhatItAskedFor() {
    for (int batch = 0; batch < 50; batch++) {
      append(1 + 7L * batch, 7 + 7L * batch);
    }
    assertThat(logs.read(build, 3, 5).lines()).isEqualTo(lines(3, 7));
    assertThat(logs.read(build, 3, 300).lines()).isEqualTo(lines(3, 302));
  }

  @Test
  void linesAreSiftedInOrderAndUntilNobodyWantsMore() {
    for (int batch = 0; batch < 20; batch++) {
      append(1 + 150L * batch, 150 + 150L * batch);
    }
    Sieve sieve = new TextSieve("7", true);
    List<LogLine> expected =
        lines(5, 2900).stream().filter(line -> line.text().contains("7")).toList();
    List<LogLine> sifted = new ArrayList<>();
    logs.sift(build, 5, 2900, sieve, line -> !line.text().contains("7") || sifted.add(line));
    assertThat(sifted).isEqualTo(expected);
    List<LogLine> first = new ArrayList<>();
    logs.sift(
        build,
        5,
        Long.MAX_VALUE,
        Sieve.COARSE,
        line -> {
          first.add(line);
          return first.size() < 3;
        });
    assertThat(first).isEqualTo(lines(5, 7));
    logs.sift(build, 3001, 4000, Sieve.COARSE, first::remove);
    assertThat(first).hasSize(3);
  }

  @Test
  void aLogOfAnyLengthIsReadFromAnyLineOnWhileItRunsAndAfterwards() {
    for (int batch = 0; batch < 50; batch++) {
      append(1 + 150L * batch, 150 + 150L * batch);
    }
    assertReadable(7500, false);
    finish();
    assertReadable(7500, true);
  }

  private void assertReadable(long total, boolean complete) {
    for (long from : new long[] {1, 2, 1023, 1024, 1025, 1051, 4000, 7499, 7500}) {
      long last = Math.min(total, from + 1999);
      assertThat(logs.read(build, from, 2000))
          .isEqualTo(new Window(lines(from, last), total, complete));
    }
  }

  @Test
  void linesOfAnyLengthComeBackWhole() {
    List<LogLine> sent = new ArrayList<>();
    for (long n = 1; n <= 100; n++) {
      sent.add(new LogLine(n, n, n % 3 == 0 ? "push" : "image", "x" + "鞋".repeat((int) n * 200)));
      assertThat(logs.append(build, 1, List.of(sent.getLast()))).isTrue();
    }
    List<LogLine> got = new ArrayList<>();
    while (got.size() < 100) {
      List<LogLine> more = logs.read(build, got.size() + 1, 100).lines();
      assertThat(more).isNotEmpty();
      got.addAll(more);
    }
    assertThat(got).isEqualTo(sent);
  }

  @Test
  void aSurveyTellsOfEveryLineWhoseItIsAndWhereGroupsAndErrorsAre() {
    for (long first = 1; first <= 5000; first += 100) {
      List<LogLine> batch =
          LongStream.range(first, first + 100).mapToObj(LogsContract::surveyed).toList();
      assertThat(logs.append(build, 1, batch)).isTrue();
      if (first == 601 || first == 4901) {
        assertSurvey(first + 99);
      }
    }
    finish();
    assertSurvey(5000);
  }

  private static LogLine surveyed(long n) {
    String step = n <= 2500 ? "unit" : n % 2 == 0 ? "lint" : "unit";
    String text = n == 10 ? "::group::Install" : n == 20 ? "::endgroup::" : "line " + n;
    boolean wrong = n == 3000 || n == 4000;
    return new LogLine(n, n, step, wrong ? "src/a.c:3: \u001b[31merror:\u001b[0m no" : text);
  }

  private void assertSurvey(long total) {
    List<LogStretch> survey = logs.survey(build);
    long next = 1;
    long unit = 0;
    for (LogStretch stretch : survey) {
      assertThat(stretch.first()).isEqualTo(next);
      next = stretch.last() + 1;
      unit +=
          stretch.runs().stream()
              .filter(run -> run.step().equals("unit"))
              .mapToLong(LogStretch.Run::lines)
              .sum();
    }
    assertThat(next).isEqualTo(total + 1);
    assertThat(unit).isEqualTo(total <= 2500 ? total : 3750);
    assertThat(survey.stream().flatMap(stretch -> stretch.marks().stream()))
        .extracting(LogStretch.Mark::line, mark -> mark.mark().title())
        .containsExactly(tuple(10L, "Install"), tuple(20L, ""));
    assertThat(survey.stream().flatMap(stretch -> stretch.errors().stream()))
        .extracting(LogStretch.Errors::step, LogStretch.Errors::first)
        .isEqualTo(total < 3000 ? List.of() : List.of(tuple("lint", 3000L), tuple("lint", 4000L)));
  }

  @Test
  void theSameLinesAgainAreAcceptedAndNotRepeated() {
    append(1, 3);
    append(1, 3);
    append(2, 5);
    assertThat(logs.read(build, 1, 10).lines()).isEqualTo(lines(1, 5));
  }

  @Test
  void aGapIsRefused() {
    append(1, 3);
    assertThatIllegalArgumentException().isThrownBy(() -> logs.append(build, 1, lines(5, 6)));
    assertThat(logs.total(build)).isEqualTo(3);
  }

  @Test
  void aLostAttemptAddsNothingAndTheNextOneGoesOnWithTheNumbers() throws InterruptedException {
    append(1, 3);
    store.expireLease(build);
    assertThat(store.newQueue().claim(new WorkerId("bob"), Duration.ZERO)).isPresent();
    assertThat(logs.append(build, 1, lines(4, 6))).isFalse();
    assertThat(logs.append(build, 1, List.of())).isFalse();
    assertThat(logs.append(build, 2, lines(4, 5))).isTrue();
    assertThat(logs.total(build)).isEqualTo(5);
  }

  @Test
  void aBuildThatIsToldToStopStillWritesItsLastLines() {
    store.builds().cancel(build, "ada", "typo");
    append(1, 2);
    assertThat(logs.total(build)).isEqualTo(2);
  }

  @Test
  void anEndedBuildHasACompleteLogThatNobodyAddsTo() {
    append(1, 3);
    finish();
    assertThat(logs.append(build, 1, lines(4, 4))).isFalse();
    assertThat(logs.read(build, 2, 10)).isEqualTo(new Window(lines(2, 3), 3, true));
  }

  @Test
  void aFollowerIsCalledForMoreLinesAndForTheEnd() throws InterruptedException {
    Semaphore called = new Semaphore(0);
    try (Subscription _ = logs.follow(build, called::release)) {
      append(1, 1);
      await(called, 1, false);
      append(2, 2);
      await(called, 2, false);
      finish();
      await(called, 2, true);
    }
  }

  @Test
  void oneFollowerLeavingDoesNotDisturbAnother() throws InterruptedException {
    Semaphore stays = new Semaphore(0);
    try (Subscription _ = logs.follow(build, stays::release)) {
      logs.follow(build, () -> {}).close();
      append(1, 1);
      await(stays, 1, false);
    }
  }

  /** Reads after each call, as a follower does, until there is as much as expected. */
  private void await(Semaphore called, long total, boolean complete) throws InterruptedException {
    Window window = logs.read(build, 1, 10);
    while (window.total() < total || window.complete() != complete) {
      assertThat(called.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      window = logs.read(build, 1, 10);
    }
  }

  private void append(long first, long last) {
    assertThat(logs.append(build, 1, lines(first, last))).isTrue();
  }

  private void finish() {
    Instant at = Instant.parse("2026-03-14T15:10:00Z");
    BuildState end = new BuildState.Skipped(1, at, at, "only docs changed");
    assertThat(queue.finish(build, 1, end, List.of(), Duration.ZERO)).isPresent();
  }

  private static List<LogLine> lines(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(n -> new LogLine(n, 10 * n, "image", "\u001b[32mok\u001b[0m \"ü\" 鞋 \t" + n))
        .toList();
  }
}
