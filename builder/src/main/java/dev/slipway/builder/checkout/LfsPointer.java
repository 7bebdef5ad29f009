package dev.slipway.builder.checkout;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a repository for a large file's content.
 *
 * @param oid the SHA-256 of the content, 64 hex digits
 * @param size of the content in bytes
 * @see <a href="https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md">the format</a>
 */
record LfsPointer(String oid, long size) {
  /** No pointer is larger, in bytes. */
  static final int LARGEST = 1024;

  private static final Pattern FORM =
      Pattern.compile(
          "version https://(?:git-lfs\\.github\\.com|hawser\\.github\\.com)/spec/v1\n"
              + "oid sha256:([0-9a-f]{64})\nsize (0|[1-9][0-9]{0,17})\n?");

  /** Reads one; empty when the content is something else, and is to be taken as it is. */
  static Optional<LfsPointer> parse(byte[] content) {
    if (content.length > LARGEST) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(new String(content, StandardCharsets.UTF_8));
    return matcher.matches()
        ? Optional.of(new LfsPointer(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }
}
