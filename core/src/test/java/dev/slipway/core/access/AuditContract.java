package dev.slipway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link Audit} does. */
public abstract class AuditContract {
  protected static final Instant AT = Instant.parse("2026-03-14T15:09:26.535Z");

  /** A fresh, empty one. */
  protected abstract Audit fresh();

  @Test
  void anEmptyLogIsWhole() {
    Audit audit = fresh();
    assertThat(audit.ends()).isEqualTo(Audit.Ends.EMPTY);
    assertThat(VerifyAudit.of(audit).whole()).isTrue();
    assertThat(audit.list(_ -> true, new Page.Request(10, null)).items()).isEmpty();
  }

  @Test
  void eachEntryFollowsOnTheOneBefore() {
    Audit audit = fresh();
    AuditEntry first = audit.append(deed("ada", AT));
    AuditEntry second = audit.append(deed("grace", AT.plusMillis(1)));
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.previous()).isEqualTo(AuditEntry.BEGINNING);
    assertThat(second.number()).isEqualTo(2);
    assertThat(second.previous()).isEqualTo(first.hash());
    assertThat(audit.read(0, 10)).containsExactly(first, second);
    assertThat(audit.read(0, 1)).containsExactly(first);
    assertThat(audit.read(2, 10)).containsExactly(second);
    assertThat(audit.read(3, 10)).isEmpty();
    assertThat(VerifyAudit.of(audit)).isEqualTo(new VerifyAudit.Verdict(2, "", second.hash()));
  }

  @Test
  void entriesAreListedNewestFirstByPages() {
    Audit audit = fresh();
    for (int i = 0; i < 25; i++) {
      audit.append(deed(i % 2 == 0 ? "ada" : "grace", AT.plusSeconds(i)));
    }
    Page<AuditEntry> page = audit.list(_ -> true, new Page.Request(20, null));
    assertThat(page.items()).extracting(AuditEntry::number).startsWith(25L, 24L).hasSize(20);
    Page<AuditEntry> rest = audit.list(_ -> true, new Page.Request(20, page.next()));
    assertThat(rest.items()).extracting(AuditEntry::number).containsExactly(5L, 4L, 3L, 2L, 1L);
    assertThat(rest.next()).isNull();
    Page<AuditEntry> graces =
        audit.list(entry -> entry.deed().who().equals("grace"), new Page.Request(20, null));
    assertThat(graces.items()).hasSize(12).allMatch(it -> it.deed().who().equals("grace"));
  }

  @Test
  void manyAtOnceStillMakeOneChain() throws InterruptedException {
    Audit audit = fresh();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      writers.add(
          Thread.ofVirtual()
              .start(() -> LongStream.range(0, 25).forEach(n -> audit.append(deed("ada", AT)))));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(VerifyAudit.of(audit).entries()).isEqualTo(200);
    assertThat(VerifyAudit.of(audit).problem()).isEmpty();
  }

  @Test
  void whatIsTooOldIsCutAndTheChainStillHolds() {
    Audit audit = fresh();
    for (int i = 0; i < 5; i++) {
      audit.append(deed("ada", AT.plusSeconds(i)));
    }
    audit.append(deed("ada", AT.plusSeconds(3).plus(Audit.KEPT)));
    assertThat(audit.ends().cutNumber()).isEqualTo(3);
    assertThat(VerifyAudit.of(audit).whole()).isTrue();
    assertThat(VerifyAudit.of(audit).entries()).isEqualTo(3);
  }

  @Test
  void controlCharactersCannotForgeALine() {
    Deed deed = new Deed(AT, "a\nb", "", "", "GET /", "/x\r\n", 200, "", "");
    AuditEntry entry = fresh().append(deed);
    assertThat(entry.deed().who()).isEqualTo("a?b");
    assertThat(entry.deed().object()).isEqualTo("/x??");
    assertThat(entry.whole()).isTrue();
  }

  protected static Deed deed(String who, Instant at) {
    return new Deed(
        at, who, "tok_1", "127.0.0.1", "POST /api/v1/repositories", "/api/v1/x", 201, "", "ab");
  }
}
