package dev.slipway.dashboard.access;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.slipway.core.InvalidValueException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords with Argon2id, and compares them. Each takes about a tenth of a second and 19
 * MB, two at a time. Safe for concurrent use.
 *
 * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html">
 *     OWASP on how much work a hash should be</a>
 */
public final class Passwords {
  /** How many characters a password has at least. */
  public static final int LEAST = 12;

  private static final int MOST = 256;
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;

  private final Argon2Function argon2 =
      Argon2Function.getInstance(MEMORY_KIB, PASSES, 1, HASH_BYTES, Argon2.ID);
  private final Semaphore permits = new Semaphore(2);

  /** Compared against where there is no password, so that this takes no less time. */
  private final String nobodys = hashed("nobody has this password");

  /**
   * Makes what can be kept of a password.
   *
   * @throws InvalidValueException for one that is too short, too long, or made of the user's name
   */
  public String hash(String user, String password) {
    String text = normal(password);
    if (text.codePointCount(0, text.length()) < LEAST) {
      throw new InvalidValueException(
          "is too short; give at least " + LEAST + " characters, such as four words");
    }
    if (text.length() > MOST) {
      throw new InvalidValueException("is too long; " + MOST + " characters are the most");
    }
    if (text.toLowerCase(Locale.ROOT).replace(user, "").length() < LEAST / 2
        || text.chars().distinct().count() < LEAST / 3) {
      throw new InvalidValueException(
          "is too easy to guess; take words that do not belong together");
    }
    return hashed(text);
  }

  /** Whether a password is the one of a hash; takes the same time when there is no hash. */
  public boolean matches(String password, @Nullable String hash) {
    String text = normal(password.length() > MOST ? password.substring(0, MOST) : password);
    String compared = hash == null ? nobodys : hash;
    permits.acquireUninterruptibly();
    try {
      boolean same =
          Password.check(text, compared).with(Argon2Function.getInstanceFromHash(compared));
      return same && hash != null;
    } finally {
      permits.release();
    }
  }

  private String hashed(String text) {
    permits.acquireUninterruptibly();
    try {
      return Password.hash(text).addRandomSalt(SALT_BYTES).with(argon2).getResult();
    } finally {
      permits.release();
    }
  }

  /** The same text however it was typed: keyboards differ in how they write accents. */
  private static String normal(String password) {
    return Normalizer.normalize(password.strip(), Normalizer.Form.NFKC);
  }
}
