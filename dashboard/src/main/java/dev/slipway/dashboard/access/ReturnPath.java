package dev.slipway.dashboard.access;

import java.util.regex.Pattern;

/** Where to go after signing in: never off this site. */
final class ReturnPath {
  /** One slash, then neither a second one nor a backslash, which browsers take for one. */
  private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*");

  private ReturnPath() {}

  /** The wanted path and query when they are local, the front page otherwise. */
  static String of(String wanted) {
    return LOCAL.matcher(wanted).matches() && !wanted.startsWith("/sign-in") ? wanted : "/";
  }
}
