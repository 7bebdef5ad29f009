package dev.slipway.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Page;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.registry.RegistryCleaning.Freed;
import dev.slipway.core.retention.RetentionResult.Removed;
import dev.slipway.core.retention.RetentionResult.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of runs does. */
public abstract class RetentionRunsContract {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final WorkerId ONE = new WorkerId("one");
  private static final WorkerId OTHER = new WorkerId("other");
  private static final RetentionResult RESULT =
      new RetentionResult(
          List.of(new Removed("acme/shop", "sha256:1", List.of("v1"))),
          1,
          7,
          List.of(new Skipped("acme/shop", "sha256:2", "needed by release v3")),
          4096,
          new Freed(3, 9000, 5000, Duration.ofMillis(150)),
          "told by somebody",
          List.of());

  /** An empty store. */
  protected abstract RetentionRuns runs();

  /** As if every worker had been silent for longer than its lease. */
  protected abstract void letLeasesRunOut();

  @Test
  protected void aScopeWaitsOnceOnly() throws Exception {
    RetentionRun first = runs().start("acme/shop", "ada");

    assertThat(runs().start("acme/shop", "schedule")).isEqualTo(first);
    assertThat(runs().start("acme/blog", "schedule").id()).isNotEqualTo(first.id());
    assertThat(claim(ONE).id()).isEqualTo(first.id());
    assertThat(runs().start("acme/shop", "schedule").id()).isNotEqualTo(first.id());
  }

  @Test
  protected void oneRunIsCarriedOutAtATime() throws Exception {
    runs().start("a", "ada");
    runs().start("b", "ada");
    RetentionRun held = claim(ONE);

    assertThat(runs().claim(OTHER, Duration.ZERO)).isEmpty();
    assertThat(runs().renew(held)).isTrue();
    assertThat(runs().end(held, AT, RESULT)).isTrue();

    assertThat(claim(OTHER).scope()).isEqualTo("b");
  }

  @Test
  protected void whatCameOfItIsRemembered() throws Exception {
    runs().start("a", "ada");
    RetentionRun held = claim(ONE);
    runs().end(held, AT, RESULT);

    RetentionRun ended = runs().find(held.id()).orElseThrow();
    assertThat(ended.state().id()).isEqualTo("succeeded");
    assertThat(ended.state())
        .isInstanceOfSatisfying(
            RetentionState.Ended.class,
            state -> {
              assertThat(state.result()).isEqualTo(RESULT);
              assertThat(state.finishedAt()).isEqualTo(AT);
            });
    assertThat(runs().renew(held)).isFalse();
    assertThat(runs().list(new Page.Request(10, null)).items()).containsExactly(ended);
    assertThat(runs().lastWanted("a")).contains(ended.queuedAt());
    assertThat(runs().lastWanted("b")).isEmpty();
  }

  @Test
  protected void whenAWorkerDiesAnotherBeginsAnewAndTheFirstCannotEndIt() throws Exception {
    runs().start("a", "ada");
    RetentionRun lost = claim(ONE);
    letLeasesRunOut();
    RetentionRun taken = claim(OTHER);

    assertThat(taken.id()).isEqualTo(lost.id());
    assertThat(taken.state().attempt()).isEqualTo(2);
    assertThat(runs().renew(lost)).isFalse();
    assertThat(runs().end(lost, AT, RESULT)).isFalse();
    assertThat(runs().end(taken, AT, RetentionResult.failed("the disk is full"))).isTrue();
    assertThat(runs().find(taken.id()).orElseThrow().state().id()).isEqualTo("failed");
  }

  @Test
  protected void theOldestAreForgotten() throws Exception {
    String first = runs().start("0", "ada").id();
    for (int i = 0; i <= RetentionRuns.MOST; i++) {
      runs().start(String.valueOf(i), "ada");
      runs().end(claim(ONE), AT, RESULT);
    }

    assertThat(runs().find(first)).isEmpty();
    Page<RetentionRun> newest = runs().list(new Page.Request(Page.Request.MOST, null));
    assertThat(newest.items()).hasSize(RetentionRuns.MOST);
    assertThat(newest.items().getFirst().scope()).isEqualTo(String.valueOf(RetentionRuns.MOST));
  }

  private RetentionRun claim(WorkerId worker) throws InterruptedException {
    return runs().claim(worker, Duration.ZERO).orElseThrow();
  }
}
