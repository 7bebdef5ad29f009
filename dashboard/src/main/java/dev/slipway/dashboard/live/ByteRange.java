package dev.slipway.dashboard.live;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a text, both ends included.
 *
 * @param first may lie behind the end, for a range that cannot be satisfied
 */
record ByteRange(long first, long last) {
  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * Reads a Range header for a text of {@code size} bytes. Empty for what a server may ignore:
   * several ranges, other units, nonsense.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14.2">RFC 9110</a>
   */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher match = SINGLE.matcher(header.strip());
    if (!match.matches() || (match.group(1).isEmpty() && match.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (match.group(1).isEmpty()) {
      long suffix = Long.parseLong(match.group(2));
      return Optional.of(
          suffix == 0
              ? new ByteRange(size, size)
              : new ByteRange(Math.max(0, size - suffix), size - 1));
    }
    long first = Long.parseLong(match.group(1));
    long last =
        match.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(match.group(2)));
    return first < size && last < first
        ? Optional.empty()
        : Optional.of(new ByteRange(first, last));
  }
}
