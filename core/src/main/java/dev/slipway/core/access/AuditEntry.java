package dev.slipway.core.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A deed in the audit log. Each entry's hash covers the hash of the one before it, so that no entry
 * can be changed, taken out or put in between without all later ones showing it.
 *
 * @param number from 1 on, without gaps
 * @param previous the hash of the entry before; 64 zeros for the first one
 * @param hash SHA-256 in hex, as {@link #hashOf} tells
 */
public record AuditEntry(long number, Deed deed, String previous, String hash) {
  /** What the first entry has as the hash before it. */
  public static final String BEGINNING = "0".repeat(64);

  /** The entry that follows on another one. */
  public static AuditEntry after(long number, String previous, Deed deed) {
    return new AuditEntry(number + 1, deed, previous, hashOf(number + 1, deed, previous));
  }

  /**
   * The SHA-256, in hex, of these in UTF-8, each followed by a line feed: the previous hash,
   * number, time in ISO 8601, who, by, from, action, object, outcome, before, after.
   */
  static String hashOf(long number, Deed deed, String previous) {
    String text =
        String.join(
            "\n",
            previous,
            Long.toString(number),
            deed.at().toString(),
            deed.who(),
            deed.by(),
            deed.from(),
            deed.action(),
            deed.object(),
            Integer.toString(deed.outcome()),
            deed.before(),
            deed.after(),
            "");
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether the entry is what its hash was made of. */
  public boolean whole() {
    return hash.equals(hashOf(number, deed, previous));
  }
}
