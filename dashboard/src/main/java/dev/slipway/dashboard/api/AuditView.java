package dev.slipway.dashboard.api;

import dev.slipway.core.access.AuditEntry;
import dev.slipway.core.access.Deed;
import dev.slipway.dashboard.http.Json;

/** An entry of the audit log as the API tells it, with all that its hash covers. */
record AuditView(
    long number,
    String at,
    String who,
    String by,
    String from,
    String action,
    String object,
    int outcome,
    String before,
    String after,
    String previous,
    String hash) {
  static AuditView of(AuditEntry entry) {
    Deed deed = entry.deed();
    return new AuditView(
        entry.number(),
        deed.at().toString(),
        deed.who(),
        deed.by(),
        deed.from(),
        deed.action(),
        deed.object(),
        deed.outcome(),
        deed.before(),
        deed.after(),
        entry.previous(),
        entry.hash());
  }

  /** One line of an export. */
  static String line(AuditEntry entry) {
    return Json.write(of(entry)) + "\n";
  }
}
