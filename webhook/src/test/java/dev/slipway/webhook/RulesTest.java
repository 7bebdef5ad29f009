package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
  private static final CommitSha SHA = new CommitSha("6f1c0a9d2e4b8c7d5a3f1e0b9c8d7a6f5e4d3c2b");
  private static final CommitSha OTHER = new CommitSha("a1b2c3d4e5f60718293a4b5c6d7e8f9012345678");
  private static final GitRef MAIN = GitRef.ofBranch("main");
  private static final GitRef TAG = new GitRef("refs/tags/v1");

  @Test
  void aNewCommitOnABranchIsBuilt() {
    assertThat(decided(push("Sell apples"), Map.of())).isEqualTo(Rule.NONE);
    assertThat(decided(push("Sell apples"), Map.of(MAIN, built(OTHER)))).isEqualTo(Rule.NONE);
  }

  @Test
  void aTagIsBuiltThoughItsCommitWasBuiltOnABranch() {
    assertThat(decided(new Change.Tag(TAG, commit("x")), Map.of(MAIN, built(SHA))))
        .isEqualTo(Rule.NONE);
  }

  @Test
  void theCommitLastBuiltOnTheRefIsNotBuiltAgain() {
    assertThat(decided(push("x"), Map.of(MAIN, built(SHA)))).isEqualTo(Rule.ALREADY_BUILT);
    assertThat(decided(new Change.Tag(TAG, commit("x")), Map.of(TAG, built(SHA))))
        .isEqualTo(Rule.ALREADY_BUILT);
  }

  @ParameterizedTest
  @CsvSource({
    "Fix [skip ci], SKIP_MARK",
    "Fix [CI SKIP] now, SKIP_MARK",
    "'Title\n\nbody [no ci]', SKIP_MARK",
    "Fix skip ci, NONE",
    "Fix [skip-ci], NONE"
  })
  void marksInTheMessageSkip(String message, Rule rule) {
    assertThat(decided(push(message), Map.of())).isEqualTo(rule);
  }

  @Test
  void deletedRefsAndPullRequestsAreNotBuilt() {
    assertThat(decided(new Change.RefDeleted(MAIN, SHA), Map.of())).isEqualTo(Rule.DELETED);
    PullRequest hats =
        new PullRequest(5, "Sell hats", "hats", "main", false, "1", Origin.own(MAIN));
    Change request = new Change.PullRequest(MAIN, commit("x"), hats);
    assertThat(decided(request, Map.of())).isEqualTo(Rule.EVENT);
  }

  @Test
  void nothingOfADisabledRepositoryIsBuilt() {
    assertThat(Rules.objection(push("x"), repository(false), Map.of()))
        .hasValueSatisfying(ignore -> {
          assertThat(ignore.rule()).isEqualTo(Rule.DISABLED);
          assertThat(ignore.reason()).contains("acme/shop");
        });
  }

  private static Rule decided(Change change, Map<GitRef, Head> heads) {
    return Rules.objection(change, repository(true), heads)
        .map(Decision.Ignore::rule)
        .orElse(Rule.NONE);
  }

  private static Head built(CommitSha sha) {
    return new Head(sha, sha, null);
  }

  private static Change push(String message) {
    return new Change.Push(MAIN, commit(message), null);
  }

  private static Commit commit(String message) {
    return new Commit(SHA, "Ada", message);
  }

  private static Repository repository(boolean enabled) {
    return new Repository(
        new RepositoryId("rep_1"),
        Forge.GITHUB,
        new RepositoryName("acme/shop"),
        URI.create("https://github.com/acme/shop.git"),
        "main",
        new Secret("webhook secret", "s"),
        null,
        null,
        Triggers.DEFAULT,
        null,
        enabled,
        Instant.EPOCH);
  }
}
