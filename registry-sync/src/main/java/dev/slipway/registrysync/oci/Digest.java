package dev.slipway.registrysync.oci;

import dev.slipway.core.InvalidValueException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What content is known by: {@code sha256:HEX} or {@code sha512:HEX}.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests">image
 *     specification</a>
 */
public record Digest(String text) implements Comparable<Digest> {
  private static final Pattern KNOWN = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

  public Digest {
    if (!KNOWN.matcher(text).matches()) {
      throw new InvalidValueException(
          "\"" + text + "\" is no digest; write sha256: and 64 hexadecimal digits");
    }
  }

  public static boolean isOne(String text) {
    return KNOWN.matcher(text).matches();
  }

  /** The usual digest of some bytes. */
  public static Digest of(byte[] bytes) {
    return ofHash("sha256", hash("SHA-256").digest(bytes));
  }

  /** Whether it is the digest of these bytes. */
  public boolean fits(byte[] bytes) {
    return isResult(newHash().digest(bytes));
  }

  /** Whether it is what a hash came out as that {@link #newHash} began. */
  public boolean isResult(byte[] hash) {
    return equals(ofHash(algorithm(), hash));
  }

  private static Digest ofHash(String algorithm, byte[] hash) {
    return new Digest(algorithm + ":" + HexFormat.of().formatHex(hash));
  }

  /** What computes digests of its kind. */
  public MessageDigest newHash() {
    return hash(algorithm().equals("sha256") ? "SHA-256" : "SHA-512");
  }

  private static MessageDigest hash(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }

  private String algorithm() {
    return text.substring(0, text.indexOf(':'));
  }

  /**
   * The tag under which a registry without the referrers API lists what refers to it, and with
   * which cosign's tags begin.
   */
  public String asTag() {
    String tag = text.replace(':', '-');
    // A tag has at most 128 characters.
    return tag.substring(0, Math.min(tag.length(), 128));
  }

  @Override
  public int compareTo(Digest other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
