package dev.slipway.core.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.build.Failure;
import dev.slipway.core.pipeline.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {
  @Test
  void whatIsNoSecretStaysAsItIs() {
    String text = "compiled 214 classes in 7 s";
    assertThat(masking("correct-horse").mask(text)).isEqualTo(text);
    assertThat(Masking.NONE.mask(text)).isEqualTo(text);
    assertThat(Masking.of(List.of()).mask("correct-horse")).isEqualTo("correct-horse");
  }

  @Test
  void everyPlaceOfASecretIsHidden() {
    Masking masking = masking("correct-horse", "battery9");
    assertThat(masking.mask("correct-horse and battery9, correct-horsebattery9."))
        .isEqualTo("*** and ***, ******.");
  }

  @Test
  void ofSeveralThatFitTheLongestIsHidden() {
    Masking masking = masking("password", "password-of-ada", "of-ada-and-bob");
    assertThat(masking.mask("[password]")).isEqualTo("[***]");
    assertThat(masking.mask("[password-of-ada]")).isEqualTo("[***]");
    assertThat(masking.mask("[password-of-bob]")).isEqualTo("[***-of-bob]");
  }

  @Test
  void secretsThatOverlapLeaveNothingOfEither() {
    Masking masking = masking("password-of-ada", "of-ada-and-bob");
    assertThat(masking.mask("[password-of-ada-and-bob]")).isEqualTo("[***]");
    assertThat(masking("abababab").mask("xabababababababz")).isEqualTo("x***z");
  }

  /** As the tools print the value {@code it's "50%" + ~ü/} followed by a tab and a 9. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "raw|it's \"50%\" + ~ü/\t9",
        "base64|aXQncyAiNTAlIiArIH7DvC8JOQ==",
        "base64, no padding|aXQncyAiNTAlIiArIH7DvC8JOQ",
        "base64, line break behind|aXQncyAiNTAlIiArIH7DvC8JOQo=",
        "base64url|aXQncyAiNTAlIiArIH7DvC8JOQ==",
        "hex|69742773202235302522202b207ec3bc2f0939",
        "upper hex|69742773202235302522202B207EC3BC2F0939",
        "curl|it%27s%20%2250%25%22%20%2B%20~%C3%BC%2F%099",
        "lower|it%27s%20%2250%25%22%20%2b%20~%c3%bc%2f%099",
        "Python|it%27s%20%2250%25%22%20%2B%20~%C3%BC/%099",
        "a form|it%27s+%2250%25%22+%2B+%7E%C3%BC%2F%099",
        "JavaScript|it's%20%2250%25%22%20%2B%20~%C3%BC%2F%099",
        "JSON|it's \\\"50%\\\" + ~ü/\\t9",
        "JSON, ASCII|it's \\\"50%\\\" + ~\\u00fc/\\t9",
        "JSON, upper|it's \\\"50%\\\" + ~\\u00FC/\\t9",
        "JSON, PHP|it's \\\"50%\\\" + ~\\u00fc\\/\\t9",
        "single quotes|it'\\''s \"50%\" + ~ü/\t9",
        "shlex|it'\"'\"'s \"50%\" + ~ü/\t9",
        "double quotes|it's \\\"50%\\\" + ~ü/\t9",
        "backslashes|it\\'s\\ \\\"50%\\\"\\ +\\ \\~ü/\\\t9",
        "bash's %q|it\\'s\\ \\\"50%\\\"\\ +\\ ~ü/\\\t9",
        "$''|it\\'s \"50%\" + ~ü/\\t9",
        "$'' in octal|it\\'s \"50%\" + ~\\303\\274/\\t9",
      })
  void aSecretIsHiddenAsToolsPrintIt(String tool, String printed) {
    assertThat(masking("it's \"50%\" + ~ü/\t9").mask("<" + printed + ">"))
        .as(tool)
        .isEqualTo("<***>");
  }

  @Test
  void eachLineOfASecretIsHiddenAndShortOnesBetweenTheirNeighbours() {
    Masking masking = masking("-----BEGIN-----\nMIIEvQIBADANBgkq\n  hkiG9w0B\nQ=\n-----END-----\n");
    assertThat(masking.mask("key: hkiG9w0B")).isEqualTo("key: ***");
    assertThat(masking.mask("Q=")).isEqualTo("Q=");
    MaskingStream stream = masking.stream();
    List<String> said =
        List.of("$ cat key", "-----BEGIN-----", "MIIEvQIBADANBgkq", "  hkiG9w0B", "Q=", "done");
    assertThat(said.stream().map(stream::end))
        .containsExactly("$ cat key", "***", "***", "***", "***", "done");
  }

  @Test
  void aSecretThatAnEncoderWrapsIsHiddenOnEveryLine() {
    String base64 =
        Base64.getEncoder()
            .encodeToString("a-rather-long-value-".repeat(12).getBytes(StandardCharsets.UTF_8));
    MaskingStream stream = masking("a-rather-long-value-".repeat(12)).stream();
    assertThat(stream.end("encoded:")).isEqualTo("encoded:");
    for (int i = 0; i < base64.length(); i += 76) {
      assertThat(stream.end(base64.substring(i, Math.min(i + 76, base64.length()))))
          .isEqualTo("***");
    }
    assertThat(stream.end("and on it goes")).isEqualTo("and on it goes");
  }

  @Test
  void aTextThatEndsWithinASecretHidesWhatWouldTellIt() {
    Masking masking = masking("correct-horse-battery");
    assertThat(masking.mask("it last said: correct-")).isEqualTo("it last said: ***");
    assertThat(masking.mask("that is correct")).isEqualTo("that is correct");
  }

  @Test
  void failuresAreToldWithoutSecrets() {
    Masking masking = masking("correct-horse");
    assertThat(
            List.of(
                masking.mask(new Failure.StepFailed("a correct-horse", "b correct-horse", "c")),
                masking.mask(new Failure.TimedOut("a correct-horse", Duration.ofSeconds(3))),
                masking.mask(new Failure.Infrastructure("a", "b correct-horse", true)),
                masking.mask(
                    new Failure.PipelineInvalid(
                        List.of(new Problem("correct-horse", 3, 7, "correct-horse", "x"))))))
        .containsExactly(
            new Failure.StepFailed("a ***", "b ***", "c"),
            new Failure.TimedOut("a ***", Duration.ofSeconds(3)),
            new Failure.Infrastructure("a", "b ***", true),
            new Failure.PipelineInvalid(List.of(new Problem("***", 3, 7, "***", "x"))));
  }

  @Test
  void moreThanCanBeLookedForIsRefused() {
    String large = "0123456789abcdef".repeat(4 * 1024);
    Masking.of(List.of(new Secret("LARGE", large)));
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> masking(large, large, large, large, large))
        .withMessageContaining("327680");
  }

  static Masking masking(String... values) {
    return Masking.of(Arrays.stream(values).map(value -> new Secret("NAME", value)).toList());
  }
}
