package dev.slipway.dashboard.api;

import dev.slipway.core.Page;
import dev.slipway.core.access.Audit;
import dev.slipway.core.access.AuditEntry;
import dev.slipway.core.access.VerifyAudit;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Outflow;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The audit log: listed, verified and exported, and never changed. Safe for concurrent use. */
public final class AuditApi {
  private static final int BATCH = 500;

  private final Audit audit;

  public AuditApi(Audit audit) {
    this.audit = audit;
  }

  public Answer list(Call call) {
    return Answer.json(200, ListView.of(page(call), AuditView::of));
  }

  /** Entries of one user, or with a word in action or object, newest first. */
  public Page<AuditEntry> page(Call call) {
    String who = call.query("who").orElse("");
    String word = call.query("q").orElse("").toLowerCase(Locale.ROOT);
    boolean refused = call.query("refused").isPresent();
    return audit.list(entry -> matches(entry, who, word, refused), call.page());
  }

  private static boolean matches(AuditEntry entry, String who, String word, boolean refused) {
    var deed = entry.deed();
    String text = (deed.action() + " " + deed.object()).toLowerCase(Locale.ROOT);
    return (who.isEmpty() || deed.who().equals(who))
        && text.contains(word)
        && (!refused || deed.outcome() >= 400);
  }

  public Answer verify(Call call) {
    var verdict = VerifyAudit.of(audit);
    return Answer.json(
        200,
        new VerdictView(verdict.whole(), verdict.entries(), verdict.problem(), verdict.head()));
  }

  /** What verifying finds. */
  public VerifyAudit.Verdict verdict() {
    return VerifyAudit.of(audit);
  }

  /** All entries as JSON, one a line, oldest first. */
  public void export(Call call, Outflow out) throws IOException, InterruptedException {
    out.begin(
        200,
        Map.of(
            "Content-Type",
            "application/x-ndjson",
            "Content-Disposition",
            "attachment; filename=\"slipway-audit.jsonl\""));
    List<AuditEntry> batch = audit.read(0, BATCH);
    while (!batch.isEmpty()) {
      out.write(Buffer.buffer(batch.stream().map(AuditView::line).collect(Collectors.joining())));
      batch = audit.read(batch.getLast().number() + 1, BATCH);
    }
    out.end();
  }

  private record VerdictView(boolean whole, long entries, String problem, String head) {}
}
