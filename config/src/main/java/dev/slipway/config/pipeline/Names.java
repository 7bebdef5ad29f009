package dev.slipway.config.pipeline;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What names must look like to be used as host names, image paths and tags, and how others are bent
 * into shape.
 */
final class Names {
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_TAG = 128;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern HOST =
      Pattern.compile(LABEL.pattern() + "(?:\\." + LABEL.pattern() + ")*");
  private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Names() {}

  /** A label of a host name, RFC 1123: also what services, environments and images are called. */
  static boolean isLabel(String name) {
    return LABEL.matcher(name).matches();
  }

  static boolean isHost(String host) {
    return host.length() <= 253 && HOST.matcher(host).matches();
  }

  static boolean isEnvironmentVariable(String name) {
    return ENV_NAME.matcher(name).matches();
  }

  /** A path that stays below the folder it starts from. */
  static boolean staysInside(String path) {
    if (path.startsWith("/") || path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0) {
      return false;
    }
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** The nearest label: {@code My_Shop} becomes {@code my-shop}. */
  static String toLabel(String name) {
    String label =
        trimDashes(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"), LONGEST_LABEL);
    return label.isEmpty() ? "app" : label;
  }

  /**
   * The nearest image tag: {@code feature/ä} becomes {@code feature-}; empty when nothing is left.
   *
   * @see <a
   *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests">the
   *     form of tags</a>
   */
  static String toTag(String text) {
    String tag = text.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^[.-]+", "");
    return tag.length() > LONGEST_TAG ? tag.substring(0, LONGEST_TAG) : tag;
  }

  private static String trimDashes(String text, int longest) {
    String cut = text.replaceAll("^-+", "");
    cut = cut.length() > longest ? cut.substring(0, longest) : cut;
    return cut.replaceAll("-+$", "");
  }
}
