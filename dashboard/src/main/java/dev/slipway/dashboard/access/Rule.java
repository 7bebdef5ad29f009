package dev.slipway.dashboard.access;

import dev.slipway.core.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a route demands of who calls it.
 *
 * @param path the route's, with {@code :name} for a part that varies
 * @param role what the caller must at least be; null for a route that strangers may call
 * @param changes whether calls are written into the audit log
 */
public record Rule(String method, String path, @Nullable Role role, boolean changes) {
  /** What the audit log calls it. */
  public String action() {
    return method + " " + path;
  }

  /** Whether a path that was called is this route's. */
  public boolean matches(String actual) {
    return actual.matches(path.replaceAll(":[a-z]+", "[^/]+").replace("*", ".*"));
  }
}
