package dev.slipway.webhook;

import static dev.slipway.webhook.SampleChanges.A;
import static dev.slipway.webhook.SampleChanges.B;
import static dev.slipway.webhook.SampleChanges.C;
import static dev.slipway.webhook.SampleChanges.MAIN;
import static dev.slipway.webhook.SampleChanges.PULL;
import static dev.slipway.webhook.SampleChanges.TAG;
import static dev.slipway.webhook.SampleChanges.closed;
import static dev.slipway.webhook.SampleChanges.pull;
import static dev.slipway.webhook.SampleChanges.push;
import static dev.slipway.webhook.SampleChanges.shop;
import static dev.slipway.webhook.SampleChanges.tag;
import static dev.slipway.webhook.SampleChanges.undecided;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.BuildState.Status;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.delivery.Acceptance;
import dev.slipway.core.delivery.Acceptance.Ending;
import dev.slipway.core.delivery.Acceptance.HeadMove;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Triggers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecideTest {
  @Test
  void aPushIsBuiltAndMovesTheHead() {
    Head before = new Head(A, A, null);
    Acceptance acceptance = decide(Map.of(MAIN, before), push(B, A));
    NewBuild build = acceptance.builds().getFirst();
    assertThat(build.commit().sha()).isEqualTo(B);
    assertThat(build.trigger()).isEqualTo(Trigger.PUSH);
    assertThat(build.firstState().status()).isEqualTo(Status.QUEUED);
    assertThat(acceptance.delivery().changes().getFirst().decision())
        .isEqualTo(new Decision.Build(build.id(), "a new commit on main"));
    assertThat(acceptance.moves()).containsExactly(new HeadMove(MAIN, before, new Head(B, B, A)));
    assertThat(acceptance.endings()).isEmpty();
  }

  @Test
  void theHeadMovesAlsoWhereNothingIsBuilt() {
    Head before = new Head(A, A, null);
    Change skipped = new Change.Push(MAIN, SampleChanges.commit(B, "Fix a comma [skip ci]"), A);
    assertThat(decide(Map.of(MAIN, before), skipped).moves())
        .containsExactly(new HeadMove(MAIN, before, new Head(B, A, A)));
  }

  @Test
  void aDisabledRepositorysHeadsMoveToo() {
    Acceptance acceptance =
        Decide.on(
            undecided(push(B, A)), shop(Triggers.DEFAULT, false), Map.of(), Clock.systemUTC());
    assertThat(acceptance.builds()).isEmpty();
    assertThat(acceptance.moves()).containsExactly(new HeadMove(MAIN, null, new Head(B, null, A)));
  }

  @Test
  void aPushThatCameLateLeavesTheHeadWhereItIs() {
    Head newest = new Head(C, C, B);
    assertThat(decide(Map.of(MAIN, newest), push(B, A)).moves())
        .containsExactly(new HeadMove(MAIN, newest, newest));
  }

  @Test
  void theSamePushOfAnotherSenderForgetsNothingOfTheHead() {
    Head head = new Head(B, B, A);
    assertThat(decide(Map.of(MAIN, head), push(B, null)).moves())
        .containsExactly(new HeadMove(MAIN, head, head));
  }

  @Test
  void aDeletedRefIsForgottenAndEndsWhatIsQueuedForIt() {
    Head head = new Head(B, B, A);
    Acceptance acceptance = decide(Map.of(MAIN, head), new Change.RefDeleted(MAIN, B));
    assertThat(acceptance.builds()).isEmpty();
    assertThat(acceptance.moves()).containsExactly(new HeadMove(MAIN, head, null));
    assertThat(acceptance.endings()).containsExactly(new Ending(MAIN, "main was deleted"));
  }

  @Test
  void aClosedPullRequestEndsWhatIsQueuedOrWaitsAndCanBeBuiltWhenItIsReopened() {
    Head head = new Head(B, B, null);
    Acceptance merged = decide(Map.of(PULL, head), closed(B, true));
    assertThat(merged.endings()).containsExactly(new Ending(PULL, "pull request 5 was merged"));
    assertThat(merged.moves()).containsExactly(new HeadMove(PULL, head, null));
    assertThat(decide(Map.of(PULL, head), closed(B, false)).endings())
        .containsExactly(new Ending(PULL, "pull request 5 was closed"));
  }

  @Test
  void aForksPullRequestIsBuiltButWaits() {
    Acceptance acceptance = decide(Map.of(), pull(B, true, "9"));
    NewBuild build = acceptance.builds().getFirst();
    assertThat(build.firstState().status()).isEqualTo(Status.WAITING);
    assertThat(build.waitsFor()).isEqualTo("a member of acme/shop");
    assertThat(build.fromFork()).isTrue();
    assertThat(build.trigger()).isEqualTo(Trigger.PULL_REQUEST);
    assertThat(acceptance.delivery().changes().getFirst().decision().reason()).contains("waits");
  }

  @Test
  void eachChangeIsDecidedOnWhatTheOneBeforeItLeft() {
    Head head = new Head(B, B, A);
    Acceptance acceptance =
        decide(Map.of(MAIN, head), new Change.RefDeleted(MAIN, B), push(B, null), tag(B));
    assertThat(acceptance.delivery().changes())
        .extracting(decided -> decided.decision().rule())
        .containsExactly(Rule.DELETED, Rule.NONE, Rule.NONE);
    assertThat(acceptance.moves())
        .containsExactly(
            new HeadMove(MAIN, head, new Head(B, B, null)),
            new HeadMove(TAG, null, new Head(B, B, null)));
  }

  @Test
  void ofTwoPushesOfOneRefInOneDeliveryTheLastIsBuilt() {
    Acceptance acceptance = decide(Map.of(), push(B, A), push(C, B));
    assertThat(acceptance.builds()).extracting(build -> build.commit().sha()).containsExactly(C);
    assertThat(acceptance.delivery().changes().getFirst().decision().rule())
        .isEqualTo(Rule.SUPERSEDED);
    assertThat(acceptance.moves()).containsExactly(new HeadMove(MAIN, null, new Head(C, C, B)));
  }

  @Test
  void whatSlipwayFoundItselfSaysSo() {
    Undecided found = new Undecided(SampleChanges.draft("1"), List.of(push(B, A)), true);
    assertThat(Decide.on(found, shop(), Map.of(), Clock.systemUTC()).builds())
        .extracting(NewBuild::trigger)
        .containsExactly(Trigger.RECONCILIATION);
  }

  private static Acceptance decide(Map<GitRef, Head> heads, Change... changes) {
    return Decide.on(undecided(changes), shop(), heads, Clock.systemUTC());
  }
}
