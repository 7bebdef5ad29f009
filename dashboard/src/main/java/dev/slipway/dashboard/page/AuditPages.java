package dev.slipway.dashboard.page;

import dev.slipway.core.Page;
import dev.slipway.core.access.AuditEntry;
import dev.slipway.dashboard.api.AuditApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;

/** The page of the audit log, for administrators. Safe for concurrent use. */
public final class AuditPages {
  private final AuditApi api;
  private final Templates templates;

  public AuditPages(AuditApi api, Templates templates) {
    this.api = api;
    this.templates = templates;
  }

  public Answer list(Call call) {
    Page<AuditEntry> found = api.page(call);
    String who = call.query("who").orElse("");
    String word = call.query("q").orElse("");
    boolean refused = call.query("refused").isPresent();
    String next =
        found.next() == null
            ? null
            : Link.to(
                "/settings/audit",
                "who",
                who,
                "q",
                word,
                "refused",
                refused ? "1" : "",
                "before",
                found.next());
    var model =
        new AuditPage(
            found.items(),
            next,
            who,
            word,
            refused,
            call.query("verify").isPresent() ? api.verdict() : null);
    Shell shell = templates.shell("Audit log", "settings", call.caller());
    return Answer.page(200, templates.render("audit", shell, model));
  }
}
