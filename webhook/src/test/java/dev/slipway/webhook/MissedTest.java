package dev.slipway.webhook;

import static dev.slipway.webhook.SampleChanges.A;
import static dev.slipway.webhook.SampleChanges.B;
import static dev.slipway.webhook.SampleChanges.MAIN;
import static dev.slipway.webhook.SampleChanges.PULL;
import static dev.slipway.webhook.SampleChanges.TAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.webhook.dialect.UnreadableException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MissedTest {
  private static final Head AT_A = new Head(A, null, null);

  @Test
  void branchesAndTagsThatMovedOnAreMissed() {
    assertThat(Missed.between(Map.of(MAIN, B, TAG, A), Map.of(MAIN, AT_A)))
        .containsExactly(new FoundChange(MAIN, A, B), new FoundChange(TAG, null, A));
    assertThat(Missed.between(Map.of(MAIN, A), Map.of(MAIN, AT_A))).isEmpty();
  }

  @Test
  void anAbbreviatedHeadIsTheSameCommit() {
    Head shortHead = new Head(new CommitSha("a".repeat(12)), null, null);
    assertThat(Missed.between(Map.of(MAIN, A), Map.of(MAIN, shortHead))).isEmpty();
  }

  @Test
  void aRefThatIsGoneIsMissedUnlessAllAre() {
    Map<GitRef, Head> heads = Map.of(MAIN, AT_A, TAG, AT_A);
    assertThat(Missed.between(Map.of(MAIN, A), heads))
        .containsExactly(new FoundChange(TAG, A, null));
    assertThat(Missed.between(Map.of(), heads)).isEmpty();
  }

  @Test
  void pullRequestsAndOtherRefsAreLeftAlone() {
    GitRef notes = new GitRef("refs/notes/commits");
    assertThat(Missed.between(Map.of(notes, A, MAIN, A), Map.of(PULL, AT_A, MAIN, AT_A))).isEmpty();
  }

  @Test
  void whatWasFoundIsReadAgainFromTheBodyThatIsMadeOfIt() throws UnreadableException {
    for (FoundChange found :
        new FoundChange[] {
          new FoundChange(MAIN, A, B), new FoundChange(TAG, null, A), new FoundChange(MAIN, A, null)
        }) {
      assertThat(FoundChange.read(found.body())).isEqualTo(found.change());
    }
    assertThat(new FoundChange(MAIN, A, null).change()).isEqualTo(new Change.RefDeleted(MAIN, A));
  }
}
