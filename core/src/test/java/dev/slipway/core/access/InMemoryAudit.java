package dev.slipway.core.access;

import dev.slipway.core.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** An audit log in memory, for tests. */
public final class InMemoryAudit implements Audit {
  private final List<AuditEntry> entries = new ArrayList<>();
  private Ends ends = Ends.EMPTY;

  @Override
  public synchronized AuditEntry append(Deed deed) {
    AuditEntry entry = AuditEntry.after(ends.headNumber(), ends.headHash(), deed);
    entries.add(entry);
    ends = new Ends(ends.cutNumber(), ends.cutHash(), entry.number(), entry.hash());
    Instant oldest = deed.at().minus(KEPT);
    while (entries.getFirst().deed().at().isBefore(oldest)) {
      AuditEntry cut = entries.removeFirst();
      ends = new Ends(cut.number(), cut.hash(), ends.headNumber(), ends.headHash());
    }
    return entry;
  }

  @Override
  public synchronized Page<AuditEntry> list(Predicate<AuditEntry> matching, Page.Request request) {
    long before = request.before() == null ? Long.MAX_VALUE : Long.parseLong(request.before());
    List<AuditEntry> found =
        entries.reversed().stream()
            .filter(entry -> entry.number() < before && matching.test(entry))
            .limit(request.limit() + 1L)
            .toList();
    boolean more = found.size() > request.limit();
    List<AuditEntry> page = more ? found.subList(0, request.limit()) : found;
    return new Page<>(page, more ? Long.toString(page.getLast().number()) : null);
  }

  @Override
  public synchronized List<AuditEntry> read(long from, int most) {
    return entries.stream().filter(entry -> entry.number() >= from).limit(most).toList();
  }

  @Override
  public synchronized Ends ends() {
    return ends;
  }
}
