package dev.slipway.dashboard.page;

import dev.slipway.core.access.Role;
import dev.slipway.dashboard.http.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every page has around its content.
 *
 * @param section which entry of the navigation is the current one; empty for none
 * @param caller null on pages for strangers
 * @param mood what the tab's icon tells
 * @param now the time that durations are told against
 */
public record Shell(
    String title, String section, @Nullable Caller caller, Assets assets, Mood mood, Instant now) {
  /** The same with an icon that tells how things stand. */
  Shell in(Mood other) {
    return new Shell(title, section, caller, assets, other, now);
  }

  /** Where the tab's icon is. */
  public String icon() {
    return assets.path(mood.icon());
  }

  public String csrf() {
    return caller == null ? "" : caller.csrfToken();
  }

  /** Whether who is signed in may do what needs the role. */
  public boolean may(Role role) {
    return caller != null && caller.principal().role().covers(role);
  }

  /** The role of who is signed in; empty on pages for strangers. */
  public String role() {
    return caller == null ? "" : caller.principal().role().id();
  }

  /** Who is signed in; empty on pages for strangers. */
  public String user() {
    return caller == null ? "" : caller.principal().name();
  }
}
