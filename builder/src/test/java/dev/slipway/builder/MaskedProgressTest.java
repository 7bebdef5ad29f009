package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.masking.Masking;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaskedProgressTest {
  private static final String SECRET = "correct-horse";
  private final List<String> told = new ArrayList<>();
  private final MaskedProgress progress = new MaskedProgress(new Written(told), masking(SECRET));

  @Test
  void linesAndNamesOfStepsAreToldWithoutSecrets() {
    progress.started("RUN echo correct-horse", Kind.IMAGE);
    progress.line("RUN echo correct-horse", "it is correct-horse!");
    progress.finished("RUN echo correct-horse", Status.FAILED, 7, false);
    assertThat(told)
        .containsExactly(
            "started RUN echo ***", "RUN echo ***: it is ***!", "finished RUN echo ***");
  }

  @Test
  void aLineIsToldAtOnceAlsoWhereASecretMayHaveBegun() {
    progress.line("a", "this looks corr");
    assertThat(told).containsExactly("a: this looks corr");
  }

  @Test
  void stepsThatSpeakAtTheSameTimeDoNotMixTheirLines() {
    String half = "x".repeat(64 * 1024 - 8) + SECRET.substring(0, 8);
    progress.line("a", half);
    progress.line("b", SECRET.substring(8));
    progress.line("a", SECRET.substring(8) + " done");
    assertThat(told).containsExactly("a: " + "x".repeat(64 * 1024 - 8), "b: horse", "a: *** done");
  }

  @Test
  void aLineThatIsCutAnywhereWithinASecretShowsNothingOfIt() {
    for (int cut = 0; cut <= SECRET.length(); cut++) {
      told.clear();
      String before = "x".repeat(64 * 1024 - cut);
      progress.line("a", before + SECRET.substring(0, cut));
      progress.line("a", SECRET.substring(cut) + ", and more");
      progress.finished("a", Status.SUCCEEDED, 0, false);
      String all = String.join("", told).replace("a: ", "");
      assertThat(all).as("cut at %d", cut).isEqualTo(before + "***, and morefinished a");
    }
  }

  @Test
  void stepsWhoseNamesDifferOnlyInWhatIsMaskedStayApart() {
    String other = "correct-horse-battery";
    MaskedProgress both = new MaskedProgress(new Written(told), masking(SECRET, other));
    both.line("use " + SECRET, "one");
    both.line("use " + other, "two");
    both.finished("use " + SECRET, Status.SUCCEEDED, 0, false);
    both.line("use " + SECRET, "three");
    assertThat(told)
        .containsExactly("use ***: one", "use *** (2): two", "finished use ***", "use ***: three");
  }

  @Test
  void whatWasHeldOfALongLineIsToldWhenTheStepEnds() {
    String line = "x".repeat(64 * 1024) + "cor";
    progress.line("a", line);
    progress.finished("a", Status.SUCCEEDED, 0, false);
    assertThat(String.join("", told).replace("a: ", "")).isEqualTo(line + "finished a");
  }

  @Test
  void aBuildThatPrintsALotIsNotSlowedDown() {
    Random random = new Random(5);
    String[] secrets =
        random
            .ints(10)
            .mapToObj(n -> "tok_" + Long.toString(n, 36) + "-Zebra")
            .toArray(String[]::new);
    MaskedProgress busy = new MaskedProgress(new Written(new ArrayList<>()), masking(secrets));
    List<String> lines = random.ints(1000).mapToObj(n -> line(new Random(n))).toList();
    for (String line : lines) {
      busy.line("warm-up", line);
    }
    // Not the time that passes: other work may keep the machine busy.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < 200_000; i++) {
      busy.line("a", lines.get(i % lines.size()));
    }
    Duration taken = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
    assertThat(taken).isLessThan(Duration.ofSeconds(1));
  }

  private static String line(Random random) {
    var line = new StringBuilder();
    while (line.length() < 100) {
      line.append(Long.toString(random.nextInt(100_000), 36))
          .append(random.nextBoolean() ? ' ' : '/');
    }
    return line.substring(0, 100);
  }

  private record Written(List<String> told) implements BuildProgress {
    @Override
    public void line(String step, String text) {
      told.add(step + ": " + text);
    }

    @Override
    public void started(String step, Kind kind) {
      told.add("started " + step);
    }

    @Override
    public void finished(String step, Status status, @Nullable Integer exitCode, boolean cached) {
      told.add("finished " + step);
    }
  }

  private static Masking masking(String... values) {
    List<Secret> secrets = new ArrayList<>();
    for (String value : values) {
      secrets.add(new Secret("SECRET_" + secrets.size(), value));
    }
    return Masking.of(secrets);
  }
}
