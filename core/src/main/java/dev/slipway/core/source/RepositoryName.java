package dev.slipway.core.source;

import dev.slipway.core.InvalidValueException;
import java.util.regex.Pattern;

/** {@code owner/name}; owners nest to any depth on some forges ({@code group/sub/name}). */
public record RepositoryName(String value) {
  private static final Pattern SEGMENT = Pattern.compile("~?[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final int LONGEST = 255;

  public RepositoryName {
    String[] segments = value.split("/", -1);
    boolean wellFormed = segments.length >= 2 && value.length() <= LONGEST;
    for (String segment : segments) {
      wellFormed &= SEGMENT.matcher(segment).matches() && !segment.contains("..");
    }
    if (!wellFormed) {
      throw new InvalidValueException(
          "\""
              + value
              + "\" is no repository name; write it as owner/name, with letters, digits, - _ .");
    }
  }

  public String owner() {
    return value.substring(0, value.lastIndexOf('/'));
  }

  /** The part after the last slash. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
