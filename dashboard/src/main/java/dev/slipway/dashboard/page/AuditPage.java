package dev.slipway.dashboard.page;

import dev.slipway.core.access.AuditEntry;
import dev.slipway.core.access.Deed;
import dev.slipway.core.access.VerifyAudit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who did what.
 *
 * @param next the link to older entries; null on the last page
 * @param verdict what verifying found; null where it was not asked for
 */
public record AuditPage(
    List<AuditEntry> entries,
    @Nullable String next,
    String who,
    String word,
    boolean refused,
    VerifyAudit.@Nullable Verdict verdict) {
  /** Whether only some of the entries are shown. */
  public boolean narrowed() {
    return !who.isEmpty() || !word.isEmpty() || refused;
  }

  /** What came of it, in words. */
  public static String outcome(Deed deed) {
    int status = deed.outcome();
    if (status < 400) {
      return "";
    }
    return switch (status) {
      case 401 -> "not signed in";
      case 403 -> "not allowed";
      case 404 -> "not found";
      case 409 -> "not possible then";
      case 400, 413, 422 -> "invalid";
      default -> status >= 500 ? "failed" : "refused";
    };
  }

  /** What became of the object, as far as digests tell. */
  public static String effect(Deed deed) {
    if (deed.before().equals(deed.after())) {
      return "";
    }
    if (deed.before().isEmpty()) {
      return "→ " + brief(deed.after());
    }
    return brief(deed.before()) + " → " + (deed.after().isEmpty() ? "gone" : brief(deed.after()));
  }

  private static String brief(String digest) {
    return digest.substring(0, Math.min(digest.length(), 10));
  }
}
