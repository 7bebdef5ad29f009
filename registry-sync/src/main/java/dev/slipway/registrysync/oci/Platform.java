package dev.slipway.registrysync.oci;

import dev.slipway.core.InvalidValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image of an index runs on.
 *
 * @param variant of the architecture, such as {@code v8}; empty for all of them
 */
public record Platform(String os, String architecture, String variant) {
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9_.-]+)/([a-z0-9_.-]+)(?:/([a-z0-9_.-]+))?");

  /** Reads {@code linux/arm64} or {@code linux/arm/v7}. */
  public static Platform parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValueException(
          "\"" + text + "\" is no platform; write one such as linux/amd64 or linux/arm/v7");
    }
    String variant = matcher.group(3);
    return new Platform(matcher.group(1), matcher.group(2), variant == null ? "" : variant);
  }

  /** Whether an image for the other one is wanted by who asks for this one. */
  public boolean covers(Platform other) {
    return os.equals(other.os)
        && architecture.equals(other.architecture)
        && (variant.isEmpty() || other.variant.isEmpty() || variant.equals(other.variant));
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
