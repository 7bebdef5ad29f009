package dev.slipway.webhook;

import static dev.slipway.webhook.SampleChanges.A;
import static dev.slipway.webhook.SampleChanges.B;
import static dev.slipway.webhook.SampleChanges.C;
import static dev.slipway.webhook.SampleChanges.MAIN;
import static dev.slipway.webhook.SampleChanges.commit;
import static dev.slipway.webhook.SampleChanges.pull;
import static dev.slipway.webhook.SampleChanges.push;
import static dev.slipway.webhook.SampleChanges.shop;
import static dev.slipway.webhook.SampleChanges.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.NameFilter;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.delivery.RuleOutcome;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Triggers;
import dev.slipway.core.source.Triggers.Event;
import dev.slipway.core.source.Triggers.Forks;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
  @Test
  void eachRuleThatAppliesIsAskedInOrderAndSaysWhatItCompared() {
    Head head = new Head(A, A, null);
    Rules.Ruling ruling = Rules.ask(new Question(push(B, A), shop(), head, true));
    assertThat(ruling.objection()).isNull();
    assertThat(ruling.outcomes())
        .extracting(RuleOutcome::rule)
        .containsExactly(
            Rule.DISABLED,
            Rule.DELETED,
            Rule.EVENT,
            Rule.BRANCH,
            Rule.SKIP_MARK,
            Rule.ALREADY_BUILT,
            Rule.SUPERSEDED);
    assertThat(ruling.outcomes())
        .allMatch(RuleOutcome::passed)
        .noneMatch(it -> it.detail().isBlank());
    assertThat(ruling.outcomes().get(5).detail()).contains("aaaaaaa", "bbbbbbb");
  }

  @Test
  void theFirstRuleThatRefusesDecidesAndNoneIsAskedAfterIt() {
    Rules.Ruling ruling =
        Rules.ask(new Question(push(B, A), shop(Triggers.DEFAULT, false), null, true));
    assertThat(ruling.outcomes()).hasSize(1);
    RuleOutcome objection = ruling.objection();
    assertThat(objection).isNotNull();
    assertThat(objection.rule()).isEqualTo(Rule.DISABLED);
    assertThat(objection.detail()).contains("acme/shop");
  }

  @Test
  void whatIsGoneIsNotBuilt() {
    assertThat(decided(new Change.RefDeleted(MAIN, A), null)).isEqualTo(Rule.DELETED);
    assertThat(decided(SampleChanges.closed(A, true), null)).isEqualTo(Rule.EVENT);
    assertThat(decided(SampleChanges.closed(A, false), null)).isEqualTo(Rule.EVENT);
  }

  @ParameterizedTest
  @CsvSource({
    "PUSH TAG PULL_REQUEST, NONE,  NONE,  NONE",
    "PUSH,                  NONE,  EVENT, EVENT",
    "TAG,                   EVENT, NONE,  EVENT",
    "PULL_REQUEST,          EVENT, EVENT, NONE",
    "'',                    EVENT, EVENT, EVENT"
  })
  void onlyWantedEventsAreBuilt(String wanted, Rule ofPush, Rule ofTag, Rule ofPull) {
    Set<Event> events =
        Arrays.stream(wanted.split(" "))
            .filter(name -> !name.isEmpty())
            .map(Event::valueOf)
            .collect(Collectors.toSet());
    Triggers triggers =
        new Triggers(events, NameFilter.ALL, NameFilter.ALL, Forks.APPROVAL, Set.of());
    assertThat(decided(push(B, A), triggers, null)).isEqualTo(ofPush);
    assertThat(decided(tag(B), triggers, null)).isEqualTo(ofTag);
    assertThat(decided(pull(B, false, "1"), triggers, null)).isEqualTo(ofPull);
  }

  @Test
  void aPushToWhatIsNoBranchIsNotBuilt() {
    Change notes = new Change.Push(new GitRef("refs/notes/commits"), commit(B, ""), null);
    assertThat(decided(notes, null)).isEqualTo(Rule.EVENT);
  }

  @ParameterizedTest
  @CsvSource({
    "main,            NONE,   NONE",
    "trunk,           BRANCH, BRANCH",
    "'*,!main',       BRANCH, BRANCH",
    "'ma*',           NONE,   NONE",
    "'release/**',    BRANCH, BRANCH"
  })
  void branchesAreMatchedAndPullRequestsByTheirTarget(String patterns, Rule ofPush, Rule ofPull) {
    Triggers triggers = filtered(patterns, "none-of-the-tags");
    assertThat(decided(push(B, A), triggers, null)).isEqualTo(ofPush);
    assertThat(decided(pull(B, false, "1"), triggers, null)).isEqualTo(ofPull);
  }

  @ParameterizedTest
  @CsvSource({"v*, NONE", "release-*, TAG", "'v*,!v1', TAG"})
  void tagsAreMatchedByPatternsOfTheirOwn(String patterns, Rule rule) {
    assertThat(decided(tag(B), filtered("none-of-the-branches", patterns), null)).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "Fix [skip ci], SKIP_MARK",
    "Fix [CI SKIP] now, SKIP_MARK",
    "'Title\n\nbody [no ci]', SKIP_MARK",
    "Fix skip ci, NONE",
    "Fix [skip-ci], NONE",
    "'', NONE"
  })
  void marksInTheMessageSkip(String message, Rule rule) {
    assertThat(decided(new Change.Push(MAIN, commit(B, message), A), null)).isEqualTo(rule);
    Change pull =
        new Change.PullRequest(
            SampleChanges.PULL, commit(B, message), SampleChanges.request(false, "1"));
    assertThat(decided(pull, null)).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource({
    // from a fork, by whom, policy, decided by, waits
    "false, 9,  NEVER,    NONE, false",
    "true,  9,  NEVER,    FORK, true",
    "true,  7,  NEVER,    NONE, false",
    "true,  9,  APPROVAL, NONE, true",
    "true,  '', APPROVAL, NONE, true",
    "true,  7,  APPROVAL, NONE, false",
    "false, 9,  APPROVAL, NONE, false"
  })
  void forksWaitForAYesUnlessTheirAuthorIsAMember(
      boolean fromFork, String author, Forks policy, Rule rule, boolean waits) {
    Triggers triggers =
        new Triggers(
            Set.of(Event.values()), NameFilter.ALL, NameFilter.ALL, policy, Set.of("7", ""));
    Question question = new Question(pull(B, fromFork, author), shop(triggers, true), null, true);
    assertThat(decidedBy(question)).isEqualTo(rule);
    assertThat(Rules.waitsFor(question).isPresent()).isEqualTo(waits);
  }

  @ParameterizedTest
  @CsvSource({
    // what was decided, what was built, what comes, decided by
    "bbbbbbb, bbbbbbb, bbbbbbb, ALREADY_BUILT",
    "ccccccc, bbbbbbb, bbbbbbb, ALREADY_BUILT",
    "bbbbbbb, -,       bbbbbbb, NONE",
    "aaaaaaa, aaaaaaa, bbbbbbb, NONE",
    "bbbbbbbbbbbb, bbbbbbbbbbbb, bbbbbbb, ALREADY_BUILT"
  })
  void theCommitLastBuiltOnTheRefIsNotBuiltAgain(
      String decided, String built, String comes, Rule rule) {
    Head head =
        new Head(new CommitSha(decided), built.equals("-") ? null : new CommitSha(built), null);
    Change pull = pull(new CommitSha(comes), false, "1");
    assertThat(decided(pull, head)).isEqualTo(rule);
    assertThat(decided(new Change.Push(MAIN, commit(new CommitSha(comes), ""), C), head))
        .isEqualTo(rule);
  }

  @Test
  void aTagIsBuiltThoughItsCommitWasBuiltOnABranch() {
    assertThat(decided(tag(B), null)).isEqualTo(Rule.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    // the branch went from B to C; what comes, and where it starts
    "b, a, SUPERSEDED", // came late
    "b, -, SUPERSEDED", // the branch's first push came late
    "b, c, NONE", // a reset to the commit before
    "a, c, NONE", // a reset further back
    "d, c, NONE" // the next push
  })
  void anOlderPushThatComesLateIsNotBuiltAndAResetIs(String comes, String from, Rule rule) {
    Head head = new Head(C, C, B);
    CommitSha before = from.equals("-") ? null : new CommitSha(from.repeat(40));
    assertThat(decided(push(new CommitSha(comes.repeat(40)), before), head)).isEqualTo(rule);
  }

  @Test
  void ofSeveralChangesOfOneRefTheLastCounts() {
    Question question = new Question(push(B, A), shop(), null, false);
    assertThat(decidedBy(question)).isEqualTo(Rule.SUPERSEDED);
  }

  private static Triggers filtered(String branches, String tags) {
    return new Triggers(
        Set.of(Event.values()),
        NameFilter.of(List.of(branches.split(","))),
        NameFilter.of(List.of(tags.split(","))),
        Forks.APPROVAL,
        Set.of());
  }

  private static Rule decided(Change change, @Nullable Head head) {
    return decided(change, Triggers.DEFAULT, head);
  }

  private static Rule decided(Change change, Triggers triggers, @Nullable Head head) {
    return decidedBy(new Question(change, shop(triggers, true), head, true));
  }

  private static Rule decidedBy(Question question) {
    RuleOutcome objection = Rules.ask(question).objection();
    return objection == null ? Rule.NONE : objection.rule();
  }
}
