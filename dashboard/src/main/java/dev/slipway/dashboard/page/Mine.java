package dev.slipway.dashboard.page;

import dev.slipway.core.build.NewBuild;
import java.util.Locale;

/** Whose build it is. */
final class Mine {
  private Mine() {}

  /**
   * Whether the user asked for it, or wrote its commit: forges tell people by the name in their
   * commits, so {@code Ada Lovelace} is {@code ada.lovelace} and {@code AdaLovelace} too. The
   * browser goes by the same rule (notify.js).
   */
  static boolean is(String user, NewBuild request) {
    String name = plain(user);
    return !name.isEmpty()
        && (name.equals(plain(request.by())) || name.equals(plain(request.commit().author())));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
