package dev.slipway.config.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.Problem;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, it is valid or it has problems with places; nothing is thrown. */
class PipelineFileFuzzTest {
  private static final int FILES_PER_SEED = 150;
  private static final long MOST_CPU_TIME = 3_000_000_000L;
  private static final List<String> BITS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          "- ",
          "#",
          "'",
          "\"",
          "|",
          ">",
          "&a ",
          "*a",
          "!x ",
          "? ",
          "<<: ",
          "~",
          "\t",
          "\n",
          "\r",
          "\0",
          "\u0085",
          "\ufeff",
          "💥",
          "${",
          "${SHA}",
          "$$",
          "../",
          "0x10",
          "1e9",
          ".inf",
          "-1",
          "99999999999999999999",
          "true",
          "---\n",
          "%YAML 1.1\n");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void mutationsOfTheReferenceAreValidOrInvalid(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < FILES_PER_SEED; i++) {
      String file = random.nextBoolean() ? Reference.text() : ReferenceTest.whole();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        file = mutate(file, random);
      }
      readable(file.getBytes(StandardCharsets.UTF_8), "seed " + seed + ", file " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7})
  void bytesThatAreNoTextAreValidOrInvalid(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < FILES_PER_SEED; i++) {
      byte[] bytes = Reference.text().getBytes(StandardCharsets.UTF_8);
      for (int n = 1 + random.nextInt(8); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      readable(bytes, "seed " + seed + ", file " + i);
    }
  }

  @Test
  void filesMadeToTakeLongDoNot() {
    List<String> files =
        List.of(
            "[".repeat(200_000),
            "{a: ".repeat(60_000),
            "- ".repeat(100_000),
            "? ".repeat(100_000),
            "a: &a [" + "*a, ".repeat(60_000) + "]",
            "timeout: " + "1s".repeat(100_000),
            "name: " + "\"" + "\\u0041".repeat(40_000) + "\"",
            "x".repeat(200_000) + ": 1",
            "tags: [" + "\"${\", ".repeat(30_000) + "]",
            "tags: [\"" + "${".repeat(100_000) + "\"]",
            "when: { path: \"" + "*".repeat(200_000) + "\" }",
            "steps: [{ name: a, image: \"" + "a/".repeat(100_000) + "\" }]",
            "steps: [" + "{ name: a, image: x, depends_on: q }, ".repeat(6_000) + "]",
            unknownKeys(),
            variablesOfVariables());
    for (String file : files) {
      long before = cpuTime();
      assertThat(Read.read(file)).isInstanceOf(Reading.Invalid.class);
      assertThat(cpuTime() - before).as(file.substring(0, 40)).isLessThan(MOST_CPU_TIME);
    }
  }

  /** Of this thread, in nanoseconds; unlike the clock it does not run while others compute. */
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static String unknownKeys() {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < 15_000; i++) {
      file.append("stebs").append(i).append(": 1\n");
    }
    return file.toString();
  }

  private static String variablesOfVariables() {
    StringBuilder file = new StringBuilder("env:\n  V0: lol\n");
    for (int i = 1; i < 60; i++) {
      file.append("  V%d: \"%s\"\n".formatted(i, "${V%d}".formatted(i - 1).repeat(9)));
    }
    return file.toString();
  }

  private static void readable(byte[] file, String which) {
    assertThatCode(
            () -> {
              if (new PipelineFile().read(file, Read.MAIN)
                  instanceof Reading.Invalid(var problems)) {
                assertThat(problems).isNotEmpty().allMatch(PipelineFileFuzzTest::hasAPlace);
              }
            })
        .as(which)
        .doesNotThrowAnyException();
  }

  private static boolean hasAPlace(Problem problem) {
    return problem.line() > 0 && problem.column() > 0 && !problem.message().isBlank();
  }

  private static String mutate(String file, Random random) {
    int at = random.nextInt(file.length() + 1);
    return switch (random.nextInt(4)) {
      case 0 -> file.substring(0, at) + pick(BITS, random) + file.substring(at);
      case 1 -> file.substring(0, at) + file.substring(Math.min(file.length(), at + 1));
      case 2 -> swapLines(file, random);
      default -> replaceWord(file, random);
    };
  }

  private static String swapLines(String file, Random random) {
    List<String> lines = new ArrayList<>(file.lines().toList());
    Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
    return String.join("\n", lines);
  }

  /** One word of the file in place of another. */
  private static String replaceWord(String file, Random random) {
    String[] words = file.split("\\b", -1);
    words[random.nextInt(words.length)] =
        random.nextBoolean() ? words[random.nextInt(words.length)] : pick(BITS, random);
    return String.join("", words);
  }

  private static String pick(List<String> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
