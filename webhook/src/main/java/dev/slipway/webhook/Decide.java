package dev.slipway.webhook;

import dev.slipway.core.Ids;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.delivery.Acceptance;
import dev.slipway.core.delivery.Acceptance.Ending;
import dev.slipway.core.delivery.Acceptance.HeadMove;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.delivery.RuleOutcome;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides on one delivery's changes in their order, each on what the one before it left: what is
 * built, how the heads move, and what has come to its end. Changes nothing but itself; used once,
 * by one thread.
 */
final class Decide {
  private final Undecided undecided;
  private final Repository repository;
  private final Clock clock;
  private final Map<GitRef, Head> known;
  private final Map<GitRef, Head> heads;
  private final List<DecidedChange> decided = new ArrayList<>();
  private final List<NewBuild> builds = new ArrayList<>();
  private final List<Ending> endings = new ArrayList<>();

  private Decide(Undecided undecided, Repository repository, Map<GitRef, Head> known, Clock clock) {
    this.undecided = undecided;
    this.repository = repository;
    this.clock = clock;
    this.known = known;
    this.heads = new HashMap<>(known);
  }

  /**
   * What follows from the delivery.
   *
   * @param heads what was last decided on its refs; absent where nothing is known
   * @param clock for the builds' ids
   */
  static Acceptance on(
      Undecided undecided, Repository repository, Map<GitRef, Head> heads, Clock clock) {
    Decide decide = new Decide(undecided, repository, heads, clock);
    for (int i = 0; i < undecided.changes().size(); i++) {
      decide.change(i);
    }
    return new Acceptance(
        undecided.decided(decide.decided), decide.builds, decide.moves(), decide.endings);
  }

  private void change(int index) {
    Change change = undecided.changes().get(index);
    Head head = heads.get(change.ref());
    Question question = new Question(change, repository, head, isLastOfItsRef(index));
    Rules.Ruling ruling = Rules.ask(question);
    RuleOutcome objection = ruling.objection();
    Decision decision =
        objection == null
            ? build(question)
            : new Decision.Ignore(objection.rule(), objection.detail());
    decided.add(new DecidedChange(change, decision, ruling.outcomes()));
    moveHead(question, decision);
    noteEnding(change);
  }

  private boolean isLastOfItsRef(int index) {
    GitRef ref = undecided.changes().get(index).ref();
    return undecided.changes().stream().skip(index + 1L).noneMatch(it -> it.ref().equals(ref));
  }

  private Decision build(Question question) {
    Commit commit = question.commit().orElseThrow();
    Optional<String> waitsFor = Rules.waitsFor(question);
    NewBuild build =
        new NewBuild(
            new BuildId(Ids.next("bld", clock)),
            repository.id(),
            repository.name(),
            undecided.found() ? Trigger.RECONCILIATION : trigger(question.change()),
            question.ref(),
            commit,
            question.change() instanceof Change.PullRequest pull ? pull.request() : null,
            undecided.draft().id(),
            commit.author(),
            waitsFor.orElse(null),
            undecided.draft().receivedAt());
    builds.add(build);
    String reason = "a new commit on " + question.ref().shortName();
    return new Decision.Build(
        build.id(),
        waitsFor.map(whom -> reason + ", which waits for a yes of " + whom).orElse(reason));
  }

  private static Trigger trigger(Change change) {
    return switch (change) {
      case Change.Tag _ -> Trigger.TAG;
      case Change.PullRequest _, Change.PullRequestClosed _ -> Trigger.PULL_REQUEST;
      case Change.Push _, Change.RefDeleted _ -> Trigger.PUSH;
    };
  }

  private void moveHead(Question question, Decision decision) {
    Optional<Commit> commit = question.commit();
    if (commit.isEmpty()) {
      heads.remove(question.ref());
    } else if (decision.rule() != Rule.SUPERSEDED) {
      heads.put(question.ref(), next(question, commit.get().sha(), decision));
    }
  }

  private static Head next(Question question, CommitSha sha, Decision decision) {
    Head head = question.head();
    CommitSha built = decision instanceof Decision.Build ? sha : head == null ? null : head.built();
    CommitSha before = Question.before(question.change());
    boolean stays = head != null && head.decided().sameAs(sha);
    return new Head(sha, built, before == null && stays ? beforeOf(head) : before);
  }

  private static @Nullable CommitSha beforeOf(@Nullable Head head) {
    return head == null ? null : head.before();
  }

  /** What is queued for a ref that is gone is of no use, whatever the rules say. */
  private void noteEnding(Change change) {
    switch (change) {
      case Change.RefDeleted deleted ->
          endings.add(new Ending(deleted.ref(), deleted.ref().shortName() + " was deleted"));
      case Change.PullRequestClosed closed ->
          endings.add(
              new Ending(
                  closed.ref(),
                  "pull request %d was %s"
                      .formatted(
                          closed.request().number(), closed.merged() ? "merged" : "closed")));
      case Change.Push _, Change.Tag _, Change.PullRequest _ -> {}
    }
  }

  /** Of every ref that was looked at, so that the decision stands on what is true when stored. */
  private List<HeadMove> moves() {
    return undecided.refs().stream()
        .map(ref -> new HeadMove(ref, known.get(ref), heads.get(ref)))
        .toList();
  }
}
