package dev.slipway.edge;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the host out of a Host field or of an absolute request target (RFC 9110, 7.2). */
final class HostName {
  private HostName() {}

  /**
   * The host in lower case, without port and trailing dot; an IPv6 literal keeps its brackets. Null
   * when it is none.
   */
  static @Nullable String parse(@Nullable String authority) {
    if (authority == null) {
      return null;
    }
    int end = endOfHost(authority);
    if (end <= 0 || !isPort(authority, end)) {
      return null;
    }
    String host = authority.substring(0, end);
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    return isHost(host) ? host.toLowerCase(Locale.ROOT) : null;
  }

  private static int endOfHost(String authority) {
    if (authority.startsWith("[")) {
      return authority.indexOf(']') + 1;
    }
    int colon = authority.indexOf(':');
    return colon < 0 ? authority.length() : colon;
  }

  private static boolean isPort(String authority, int at) {
    if (at == authority.length()) {
      return true;
    }
    if (authority.charAt(at) != ':' || authority.length() - at > 6) {
      return false;
    }
    for (int i = at + 1; i < authority.length(); i++) {
      if (authority.charAt(i) < '0' || authority.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isHost(String host) {
    boolean literal = host.startsWith("[");
    for (int i = literal ? 1 : 0; i < host.length() - (literal ? 1 : 0); i++) {
      char c = host.charAt(i);
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      boolean name = letter || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
      if (!name && !(literal && (c == ':' || c == '%'))) {
        return false;
      }
    }
    return host.length() > (literal ? 3 : 0) && host.length() <= 255;
  }
}
