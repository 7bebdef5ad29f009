package dev.slipway.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random secrets in random surroundings; the seeds are fixed, so that a failure comes again. */
class MaskingFuzzTest {
  private static final String NASTY = "aAbB09 -_.~+/=%&?'\"\\$`!<>{}\t\u007füß€日🚢\u001b";
  private static final int CASES = 40;

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 300})
  void everyEncodingIsHiddenAtEverySplitPoint(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      String value = text(random, NASTY, 8 + random.nextInt(24)).replaceAll("^\\s|\\s$", "x");
      Masking masking = MaskingTest.masking(value);
      encoded(value)
          .forEach((kind, form) -> {
            for (int at = 0; at <= form.length(); at++) {
              MaskingStream stream = masking.stream();
              String shown =
                  stream.add("left ," + form.substring(0, at))
                      + stream.add(form.substring(at) + ", right")
                      + stream.end("");
              assertThat(shown)
                  .as("%s of <%s> at %d", kind, value, at)
                  .isEqualTo("left ,***, right");
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 50, 600})
  void ofBase64WithOtherTextAroundAtMostTheEdgesStay(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      String value = text(random, NASTY, 8 + random.nextInt(24)).replaceAll("^\\s|\\s$", "x");
      Masking masking = MaskingTest.masking(value);
      for (int before = 0; before < 6; before++) {
        for (int after = 0; after < 4; after++) {
          byte[] whole =
              ("#".repeat(before) + value + "#".repeat(after)).getBytes(StandardCharsets.UTF_8);
          for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            String shown = masking.mask(encoder.encodeToString(whole));
            // Four characters hold three bytes: what is left of neighbours, and two edges.
            int neighbours = (before * 8 + 5) / 6 + (after * 8 + 5) / 6;
            assertThat(shown).contains("***");
            assertThat(shown.replace("***", "").replace("=", "").length())
                .as("%s of <%s> between %d and %d", shown, value, before, after)
                .isLessThanOrEqualTo(neighbours + 1);
          }
        }
      }
    }
  }

  /** Few letters make secrets that overlap, contain and repeat each other. */
  @ParameterizedTest
  @ValueSource(longs = {7, 80, 900})
  void whateverTheSplitTheSameIsHiddenAsByLookingEverywhere(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20 * CASES; i++) {
      List<Secret> secrets = new ArrayList<>();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        secrets.add(new Secret("S", text(random, "ab", 4 + random.nextInt(6))));
      }
      String text = text(random, "aabbb\n", 10 + random.nextInt(80));
      String expected = slowly(text, secrets);
      assertThat(inPieces(text, Masking.of(secrets), random))
          .as("<%s> without %s", text, secrets.stream().map(Secret::reveal).toList())
          .isEqualTo(expected);
    }
  }

  @Test
  void aSecretOfFullLengthIsFoundInAllItsForms() {
    Random random = new Random(11);
    String value = text(random, NASTY, 8000);
    Masking masking = MaskingTest.masking(value);
    encoded(value.strip())
        .values()
        .forEach(
            form -> assertThat(inPieces("<" + form + ">", masking, random)).isEqualTo("<***>"));
  }

  /** Made with other code than what is tested, where there is any. */
  private static Map<String, String> encoded(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
    Map<String, String> encoded = new LinkedHashMap<>();
    encoded.put("raw", value);
    encoded.put("base64", Base64.getEncoder().encodeToString(bytes));
    encoded.put(
        "base64 without padding", Base64.getEncoder().withoutPadding().encodeToString(bytes));
    encoded.put("base64url", Base64.getUrlEncoder().encodeToString(bytes));
    encoded.put(
        "wrapped base64", Base64.getMimeEncoder(20, new byte[] {'\n'}).encodeToString(bytes));
    encoded.put("hex", HexFormat.of().formatHex(bytes));
    encoded.put("upper hex", HexFormat.of().withUpperCase().formatHex(bytes));
    encoded.put("form", form);
    encoded.put("form, %20", form.replace("+", "%20"));
    encoded.put("curl", form.replace("+", "%20").replace("*", "%2A").replace("%7E", "~"));
    encoded.put("single quotes", value.replace("'", "'\\''"));
    encoded.put("double quotes", value.replaceAll("([\\\\\"$`])", "\\\\$1"));
    return encoded;
  }

  /** The union of all places of all forms, found by looking for each. */
  private static String slowly(String text, List<Secret> secrets) {
    List<Integer> places = new ArrayList<>();
    var dense = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\n') {
        places.add(i);
        dense.append(text.charAt(i));
      }
    }
    BitSet joined = new BitSet();
    BitSet hidden = new BitSet();
    for (Secret secret : secrets) {
      Set<String> forms = SecretForms.of(secret.reveal());
      for (String form : forms) {
        for (int at = dense.indexOf(form); at >= 0; at = dense.indexOf(form, at + 1)) {
          int from = places.get(at);
          int to = places.get(at + form.length() - 1);
          hidden.set(from, to + 1);
          joined.set(from, to);
        }
      }
    }
    var shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (!hidden.get(i)) {
        shown.append(text.charAt(i));
      } else if (i == 0 || !hidden.get(i - 1) || !joined.get(i - 1)) {
        shown.append("***");
      }
    }
    return shown.toString();
  }

  private static String inPieces(String text, Masking masking, Random random) {
    MaskingStream stream = masking.stream();
    var shown = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + random.nextInt(12));
      shown.append(stream.add(text.substring(at, end)));
      at = end;
    }
    // A marker that ends whatever was begun, so that nothing is hidden for being a beginning.
    String rest = stream.add("|") + stream.end("");
    return shown.append(rest).substring(0, shown.length() - 1);
  }

  private static String text(Random random, String alphabet, int length) {
    int[] letters = alphabet.codePoints().toArray();
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }
}
