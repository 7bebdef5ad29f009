package dev.slipway.core.access;

import dev.slipway.core.InvalidValueException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with an account here. Passwords are kept elsewhere, as hashes only.
 *
 * @param passwordSetAt null for somebody who signs in by token only
 * @param lastSeenAt to the minute; null for somebody who was never here
 * @param disabled whether they are shut out, with everything kept for their return
 */
public record User(
    String name,
    Role role,
    Instant createdAt,
    @Nullable Instant passwordSetAt,
    @Nullable Instant lastSeenAt,
    boolean disabled) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,38}");

  public User {
    checkName(name);
  }

  /** Somebody new, who was never here. */
  public static User fresh(String name, Role role, Instant createdAt) {
    return new User(name, role, createdAt, null, null, false);
  }

  /**
   * Lets names pass that can stand in a path and in a sentence.
   *
   * @throws InvalidValueException for others
   */
  public static String checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "\""
              + name
              + "\" is no user's name; give at most 39 lower-case letters, digits, dots,"
              + " hyphens and underscores, with a letter or digit first");
    }
    return name;
  }
}
