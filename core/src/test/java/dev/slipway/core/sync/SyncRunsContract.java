package dev.slipway.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Glob;
import dev.slipway.core.Page;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.sync.SyncState.Canceled;
import dev.slipway.core.sync.SyncState.Canceling;
import dev.slipway.core.sync.SyncState.Failed;
import dev.slipway.core.sync.SyncState.Problem;
import dev.slipway.core.sync.SyncState.Running;
import dev.slipway.core.sync.SyncState.Succeeded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of runs does. */
public abstract class SyncRunsContract {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final WorkerId ONE = new WorkerId("one");
  private static final WorkerId OTHER = new WorkerId("other");
  private static final SyncRuleId SHOP = new SyncRuleId("syn_shop");
  private static final SyncRuleId BLOG = new SyncRuleId("syn_blog");
  private static final SyncProgress HALF =
      new SyncProgress(4, 2, 1000, 500, 100, List.of("only linux/amd64"));

  /** An empty store. */
  protected abstract SyncRuns runs();

  /** As if every worker had been silent for longer than its lease. */
  protected abstract void letLeasesRunOut();

  @Test
  protected void aRuleHasOneRunAtATime() throws Exception {
    SyncRun first = runs().start(SHOP, "ada");

    assertThat(runs().start(SHOP, "schedule")).isEqualTo(first);
    SyncRun claimed = claim(ONE);
    assertThat(runs().start(SHOP, "schedule").id()).isEqualTo(claimed.id());
    assertThat(runs().start(BLOG, "schedule").id()).isNotEqualTo(first.id());
    assertThat(runs().end(claimed, new Succeeded(1, AT, AT), HALF)).isPresent();
    assertThat(runs().start(SHOP, "schedule").id()).isNotEqualTo(first.id());
  }

  @Test
  protected void whatHasNoRuleIsWantedOnceAndKeepsWhatItWas() throws Exception {
    SyncRule given =
        new SyncRule(
            new SyncRuleId("01bld.1"),
            "r.example.com/shop",
            "ghcr.io/acme/shop",
            SyncRule.Tags.ALL,
            new SyncRule.Options(Set.of("linux/amd64"), true, "", List.of(new Glob("v*"))),
            SyncRule.Trigger.BY_HAND);
    SyncRunId id = new SyncRunId("run_01bld.1.1");

    SyncRun queued = runs().start(id, given, "build 1");

    assertThat(queued.id()).isEqualTo(id);
    assertThat(queued.rule()).isEqualTo(given.id());
    assertThat(queued.given()).isEqualTo(given);
    SyncRun claimed = claim(ONE);
    assertThat(claimed.given()).isEqualTo(given);
    assertThat(runs().start(id, given, "build 1")).isEqualTo(claimed);
    SyncRun ended = runs().end(claimed, new Succeeded(1, AT, AT), HALF).orElseThrow();
    assertThat(runs().start(id, given, "build 1")).isEqualTo(ended);
    assertThat(runs().claim(ONE, Duration.ZERO)).isEmpty();
  }

  @Test
  protected void aRunIsHandedToOneWorker() throws Exception {
    SyncRun queued = runs().start(SHOP, "ada");

    SyncRun claimed = claim(ONE);

    assertThat(claimed.id()).isEqualTo(queued.id());
    assertThat(claimed.state())
        .isInstanceOfSatisfying(
            Running.class,
            running -> {
              assertThat(running.worker()).isEqualTo(ONE);
              assertThat(running.attempt()).isEqualTo(1);
            });
    assertThat(runs().claim(OTHER, Duration.ZERO)).isEmpty();
    assertThat(runs().find(queued.id())).contains(claimed);
  }

  @Test
  protected void whoLostTheLeaseCannotWrite() throws Exception {
    var _ = runs().start(SHOP, "ada");
    SyncRun lost = claim(ONE);
    letLeasesRunOut();

    SyncRun taken = claim(OTHER);

    assertThat(taken.state().attempt()).isEqualTo(2);
    assertThat(runs().renew(lost, HALF)).isEmpty();
    assertThat(runs().end(lost, new Succeeded(1, AT, AT), HALF)).isEmpty();
    assertThat(runs().renew(taken, HALF)).isPresent();
  }

  @Test
  protected void whatAWorkerLetsGoOfIsTakenAtOnce() throws Exception {
    var _ = runs().start(SHOP, "ada");
    SyncRun held = claim(ONE);
    runs().letGo(OTHER);
    assertThat(runs().claim(ONE, Duration.ZERO)).isEmpty();

    runs().letGo(ONE);

    SyncRun taken = claim(ONE);
    assertThat(taken.id()).isEqualTo(held.id());
    assertThat(taken.state().attempt()).isEqualTo(2);
    assertThat(runs().renew(held, HALF)).isEmpty();
  }

  @Test
  protected void progressIsSeenByAll() throws Exception {
    SyncRun queued = runs().start(SHOP, "ada");
    SyncRun renewed = runs().renew(claim(ONE), HALF).orElseThrow();

    assertThat(renewed.progress()).isEqualTo(HALF);
    assertThat(runs().find(queued.id())).contains(renewed);
  }

  @Test
  protected void aRunThatWaitsIsCanceledAtOnce() throws Exception {
    SyncRun queued = runs().start(SHOP, "ada");

    assertThat(runs().cancel(queued.id(), "bob"))
        .hasValueSatisfying(run ->
            assertThat(run.state())
                .isInstanceOfSatisfying(
                    Canceled.class,
                    canceled -> {
                      assertThat(canceled.by()).isEqualTo("bob");
                      assertThat(canceled.startedAt()).isNull();
                    }));
    assertThat(runs().claim(ONE, Duration.ZERO)).isEmpty();
    assertThat(runs().cancel(queued.id(), "bob")).isEmpty();
  }

  @Test
  protected void aRunThatRunsIsToldToStopAlsoByWhoTakesOver() throws Exception {
    SyncRun queued = runs().start(SHOP, "ada");
    SyncRun running = claim(ONE);

    assertThat(runs().cancel(queued.id(), "bob")).isPresent();

    assertThat(runs().renew(running, HALF).orElseThrow().state()).isInstanceOf(Canceling.class);
    assertThat(runs().end(running, new Succeeded(1, AT, AT), HALF)).isEmpty();
    letLeasesRunOut();
    SyncRun taken = claim(OTHER);
    assertThat(taken.state())
        .isInstanceOfSatisfying(
            Canceling.class, canceling -> assertThat(canceling.attempt()).isEqualTo(2));
    Instant started = ((Canceling) taken.state()).startedAt();
    Canceled canceled = new Canceled(2, started, AT, "bob");
    assertThat(runs().end(taken, canceled, HALF))
        .hasValueSatisfying(run -> assertThat(run.state()).isEqualTo(canceled));
  }

  @Test
  protected void whatWentWrongIsKept() throws Exception {
    SyncRun queued = runs().start(SHOP, "ada");
    SyncRun running = claim(ONE);
    Instant started = ((Running) running.state()).startedAt();
    Failed failed = new Failed(1, started, AT, List.of(new Problem("v1 is gone", "push it again")));

    SyncRun ended = runs().end(running, failed, HALF).orElseThrow();

    assertThat(ended.state()).isEqualTo(failed);
    assertThat(runs().find(queued.id())).contains(ended);
    assertThat(runs().end(ended, failed, HALF)).isEmpty();
  }

  @Test
  protected void theOldestRunsOfARuleAreForgotten() throws Exception {
    SyncRunId other = runs().start(BLOG, "ada").id();
    assertThat(runs().cancel(other, "bob")).isPresent();
    List<SyncRunId> started = new ArrayList<>();
    for (int i = 0; i < SyncRuns.KEPT + 2; i++) {
      started.add(runs().start(SHOP, "ada").id());
      if (i % 2 == 0) {
        assertThat(runs().end(claim(ONE), new Succeeded(1, AT, AT), HALF)).isPresent();
      } else {
        assertThat(runs().cancel(started.getLast(), "bob")).isPresent();
      }
    }

    List<String> all = newestFirst(started.toArray(SyncRunId[]::new));
    assertThat(pages(SHOP)).isEqualTo(all.subList(0, SyncRuns.KEPT));
    assertThat(pages(null)).hasSize(SyncRuns.KEPT + 1).contains(other.value());
    assertThat(runs().find(new SyncRunId(all.getLast()))).isEmpty();
  }

  @Test
  protected void runsAreListedNewestFirst() throws Exception {
    SyncRunId first = runs().start(SHOP, "ada").id();
    SyncRunId other = runs().start(BLOG, "ada").id();
    for (int i = 0; i < 2; i++) {
      SyncRun claimed = claim(ONE);
      assertThat(runs().end(claimed, new Succeeded(1, AT, AT), HALF)).isPresent();
    }
    SyncRunId second = runs().start(SHOP, "ada").id();

    assertThat(pages(null)).isEqualTo(newestFirst(first, other, second));
    assertThat(pages(SHOP)).isEqualTo(newestFirst(first, second));
  }

  /** Ids of one kind sort by the time they were made. */
  private static List<String> newestFirst(SyncRunId... ids) {
    return Stream.of(ids).map(SyncRunId::value).sorted(Comparator.reverseOrder()).toList();
  }

  private List<String> pages(@Nullable SyncRuleId rule) {
    List<String> found = new ArrayList<>();
    String before = null;
    do {
      Page<SyncRun> page = runs().list(rule, new Page.Request(2, before));
      page.items().forEach(run -> found.add(run.id().value()));
      before = page.next();
    } while (before != null);
    return found;
  }

  private SyncRun claim(WorkerId worker) throws InterruptedException {
    return runs().claim(worker, Duration.ZERO).orElseThrow();
  }
}
