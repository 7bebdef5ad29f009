package dev.slipway.core.masking;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A secret as tools print it: as it is, each of its lines, and in base64, hex, and escaped for
 * URLs, JSON and shells. Line breaks are left out, since masking does not see them.
 */
final class SecretForms {
  /** Shorter texts are everywhere: lines such as <code>}</code> or <code>EOF</code>. */
  private static final int SHORTEST = 4;

  private static final HexFormat LOWER = HexFormat.of();
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private final Set<String> forms = new LinkedHashSet<>();

  private SecretForms() {}

  /**
   * All forms that are long enough to be told from other text. A line counts from four characters
   * on; a shorter one is hidden where it stands between its neighbours.
   */
  static Set<String> of(String value) {
    SecretForms forms = new SecretForms();
    value.lines().map(String::strip).forEach(forms::add);
    // Shells drop the last line break, or add one; word splitting drops blanks.
    for (String each : new LinkedHashSet<>(List.of(value, value.stripTrailing(), value.strip()))) {
      forms.addEncoded(each);
    }
    return forms.forms;
  }

  private void addEncoded(String value) {
    add(value);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    add(LOWER.formatHex(bytes));
    add(UPPER.formatHex(bytes));
    addBase64(bytes);
    Escapes.ofUrl(value).forEach(this::add);
    Escapes.ofJson(value).forEach(this::add);
    Escapes.ofShell(value).forEach(this::add);
  }

  /**
   * Base64 writes three bytes as four characters, so what stands before the secret shifts it in one
   * of three ways. The first and last character of a shifted one hold bits of the neighbours too:
   * they are left out, and with them at most four bits of the secret. What is encoded by itself, or
   * with one line break behind it, is found whole.
   */
  private void addBase64(byte[] bytes) {
    byte[] withBreak = Arrays.copyOf(bytes, bytes.length + 1);
    withBreak[bytes.length] = '\n';
    for (Base64.Encoder encoder :
        new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
      for (byte[] whole : new byte[][] {bytes, withBreak}) {
        add(encoder.encodeToString(whole));
        add(encoder.withoutPadding().encodeToString(whole));
      }
      for (int before = 0; before < 3; before++) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String text = encoder.withoutPadding().encodeToString(shifted);
        int first = (before * 8 + 5) / 6;
        int end = shifted.length * 8 / 6;
        add(text.substring(first, Math.max(first, end)));
      }
    }
  }

  private void add(String form) {
    String seen = form.replaceAll("[\r\n]", "");
    if (seen.length() >= SHORTEST) {
      forms.add(seen);
    }
  }
}
