package dev.slipway.core.log;

import java.nio.charset.StandardCharsets;

/**
 * Lets lines pass in whose {@linkplain PlainText plain text} a text may be. Looks at each byte
 * once, by the method of Knuth, Morris and Pratt, and so at lines with colours too, which are the
 * rule in the logs of builds.
 */
public final class TextSieve implements Sieve {
  private static final byte ESCAPE = 0x1b;
  private static final byte DELETE = 0x7f;

  private final byte[] text;

  /** How much of the text is matched still when what follows that much of it does not. */
  private final int[] kept;

  private final boolean exact;

  /**
   * Looks for a text.
   *
   * @param text in ASCII, at least one character
   * @param exact whether upper and lower case differ
   */
  public TextSieve(String text, boolean exact) {
    if (text.isEmpty() || text.chars().anyMatch(c -> c > DELETE)) {
      throw new IllegalArgumentException("only ASCII is looked for: " + text);
    }
    this.exact = exact;
    this.text = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < this.text.length; i++) {
      this.text[i] = folded(this.text[i]);
    }
    this.kept = kept(this.text);
  }

  private static int[] kept(byte[] text) {
    int[] kept = new int[text.length];
    int matched = 0;
    for (int i = 1; i < text.length; i++) {
      while (matched > 0 && text[i] != text[matched]) {
        matched = kept[matched - 1];
      }
      if (text[i] == text[matched]) {
        matched++;
      }
      kept[i] = matched;
    }
    return kept;
  }

  @Override
  public boolean passes(byte[] utf8, int from, int to) {
    int matched = 0;
    int at = from;
    while (at < to) {
      byte next = utf8[at++];
      if (next == ESCAPE) {
        if (at == to || utf8[at] != '[') {
          // A sequence of a rarer kind: whoever looks closely knows where it ends.
          return true;
        }
        at = behindControl(utf8, at + 1, to);
      } else if (isText(next)) {
        byte letter = folded(next);
        while (matched > 0 && letter != text[matched]) {
          matched = kept[matched - 1];
        }
        if (letter == text[matched] && ++matched == text.length) {
          return true;
        }
      }
    }
    return false;
  }

  /** What is not ASCII is no part of the text; leaving it out can only let too much pass. */
  private static boolean isText(byte c) {
    return (c >= ' ' && c != DELETE) || c == '\t';
  }

  /** Parameters and intermediates, then one final character. */
  private static int behindControl(byte[] utf8, int from, int to) {
    int at = from;
    while (at < to && utf8[at] >= '0' && utf8[at] <= '?') {
      at++;
    }
    while (at < to && utf8[at] >= ' ' && utf8[at] <= '/') {
      at++;
    }
    return at < to && utf8[at] >= '@' && utf8[at] <= '~' ? at + 1 : at;
  }

  private byte folded(byte c) {
    return !exact && c >= 'A' && c <= 'Z' ? (byte) (c | ' ') : c;
  }
}
