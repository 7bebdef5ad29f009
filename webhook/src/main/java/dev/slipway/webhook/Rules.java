package dev.slipway.webhook;

import dev.slipway.core.NameFilter;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.delivery.RuleOutcome;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.Triggers;
import dev.slipway.core.source.Triggers.Event;
import dev.slipway.core.source.Triggers.Forks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a change from being built. Pure: the same question gets the same answer. Each rule
 * says nothing where it does not apply, and else whether the change may pass, with what it
 * compared.
 */
final class Rules {
  /** In the order in which they are asked; the first that refuses decides. */
  private static final List<Function<Question, Optional<RuleOutcome>>> IN_ORDER =
      List.of(
          Rules::isEnabled,
          Rules::isNotGone,
          Rules::isOfAWantedKind,
          Rules::isOnAWantedBranch,
          Rules::isAWantedTag,
          Rules::hasNoSkipMark,
          Rules::mayComeFromAFork,
          Rules::wasNotBuilt,
          Rules::isNotSuperseded);

  private Rules() {}

  /** Asks the rules until one refuses. */
  static Ruling ask(Question question) {
    List<RuleOutcome> outcomes = new ArrayList<>(IN_ORDER.size());
    for (Function<Question, Optional<RuleOutcome>> rule : IN_ORDER) {
      Optional<RuleOutcome> outcome = rule.apply(question);
      outcome.ifPresent(outcomes::add);
      if (outcome.isPresent() && !outcome.get().passed()) {
        return new Ruling(outcomes, outcome.get());
      }
    }
    return new Ruling(outcomes, null);
  }

  /**
   * What the rules said.
   *
   * @param outcomes of every rule that was asked and applies
   * @param objection of the rule that refused; null when none did
   */
  record Ruling(List<RuleOutcome> outcomes, @Nullable RuleOutcome objection) {
    Ruling {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** Whose yes a build of this change needs, in words; empty when nobody's. */
  static Optional<String> waitsFor(Question question) {
    return question.change() instanceof Change.PullRequest(_, _, PullRequest request)
            && request.fromFork()
            && !isByAMember(request, question.triggers())
        ? Optional.of("a member of " + question.repository().name())
        : Optional.empty();
  }

  private static Optional<RuleOutcome> isEnabled(Question question) {
    String name = question.repository().name().value();
    return question.repository().enabled()
        ? passed(Rule.DISABLED, name + " is enabled")
        : refused(Rule.DISABLED, name + " is disabled; enable it to build its changes");
  }

  private static Optional<RuleOutcome> isNotGone(Question question) {
    String ref = question.ref().shortName();
    return switch (question.change()) {
      case Change.RefDeleted _ ->
          refused(Rule.DELETED, ref + " was deleted, so there is nothing to build");
      case Change.PullRequestClosed(_, _, PullRequest request, boolean merged) ->
          refused(
              Rule.EVENT,
              "pull request %d was %s, which starts no build"
                  .formatted(request.number(), merged ? "merged" : "closed"));
      case Change.Push _, Change.Tag _, Change.PullRequest _ ->
          passed(Rule.DELETED, ref + " was not deleted");
    };
  }

  private static Optional<RuleOutcome> isOfAWantedKind(Question question) {
    Event event = eventOf(question.change());
    if (event == Event.PUSH && question.ref().branch().isEmpty()) {
      return refused(Rule.EVENT, question.ref() + " is neither a branch nor a tag");
    }
    String wanted =
        Arrays.stream(Event.values())
            .filter(question.triggers().events()::contains)
            .map(Event::id)
            .collect(Collectors.joining(", "));
    String compared =
        "this is a %s, and what is built is: %s"
            .formatted(event.id(), wanted.isEmpty() ? "nothing" : wanted);
    return question.triggers().events().contains(event)
        ? passed(Rule.EVENT, compared)
        : refused(Rule.EVENT, compared);
  }

  private static Event eventOf(Change change) {
    return switch (change) {
      case Change.Tag _ -> Event.TAG;
      case Change.PullRequest _, Change.PullRequestClosed _ -> Event.PULL_REQUEST;
      case Change.Push _, Change.RefDeleted _ -> Event.PUSH;
    };
  }

  private static Optional<RuleOutcome> isOnAWantedBranch(Question question) {
    NameFilter branches = question.triggers().branches();
    return switch (question.change()) {
      case Change.Push push -> matches(Rule.BRANCH, "the branch", push.ref().shortName(), branches);
      case Change.PullRequest(_, _, PullRequest request) ->
          matches(Rule.BRANCH, "the target branch", request.targetBranch(), branches);
      case Change.Tag _, Change.PullRequestClosed _, Change.RefDeleted _ -> Optional.empty();
    };
  }

  private static Optional<RuleOutcome> isAWantedTag(Question question) {
    return question.change() instanceof Change.Tag tag
        ? matches(Rule.TAG, "the tag", tag.ref().shortName(), question.triggers().tags())
        : Optional.empty();
  }

  private static Optional<RuleOutcome> matches(
      Rule rule, String what, String name, NameFilter wanted) {
    List<String> patterns = wanted.patterns();
    if (patterns.isEmpty()) {
      return passed(rule, "%s %s is wanted, as all are".formatted(what, name));
    }
    String listed = String.join(", ", patterns);
    return wanted.wants(name)
        ? passed(rule, "%s %s is wanted by the patterns %s".formatted(what, name, listed))
        : refused(rule, "%s %s is not wanted by the patterns %s".formatted(what, name, listed));
  }

  private static Optional<RuleOutcome> hasNoSkipMark(Question question) {
    Optional<String> mark = question.commit().flatMap(Commit::skipMark);
    if (mark.isPresent()) {
      return refused(Rule.SKIP_MARK, "the commit's message says " + mark.get());
    }
    boolean known = question.commit().filter(commit -> !commit.message().isEmpty()).isPresent();
    return passed(
        Rule.SKIP_MARK,
        known
            ? "the commit's message says none of " + String.join(", ", Commit.SKIP_MARKS)
            : "no message of the commit came along; the build looks at it");
  }

  private static Optional<RuleOutcome> mayComeFromAFork(Question question) {
    if (!(question.change() instanceof Change.PullRequest(_, _, PullRequest request))) {
      return Optional.empty();
    }
    if (!request.fromFork()) {
      return passed(Rule.FORK, "the pull request does not come from a fork");
    }
    String author = request.authorId().isEmpty() ? "unknown" : request.authorId();
    if (isByAMember(request, question.triggers())) {
      return passed(Rule.FORK, "it comes from a fork, by user %s, a member".formatted(author));
    }
    Forks policy = question.triggers().forks();
    String compared = "it comes from a fork, by user %s, who is no member".formatted(author);
    return policy == Forks.NEVER
        ? refused(Rule.FORK, compared + ", and such pull requests are never built")
        : passed(Rule.FORK, compared + ", so that it waits for an approval");
  }

  /** By the forge's immutable id, never by a name that somebody else can take. */
  private static boolean isByAMember(PullRequest request, Triggers triggers) {
    return !request.authorId().isEmpty() && triggers.members().contains(request.authorId());
  }

  private static Optional<RuleOutcome> wasNotBuilt(Question question) {
    String ref = question.ref().shortName();
    CommitSha sha = sha(question);
    CommitSha built = question.head() == null ? null : question.head().built();
    if (built == null) {
      return passed(Rule.ALREADY_BUILT, "no commit of %s is known to be built".formatted(ref));
    }
    return sha.sameAs(built)
        ? refused(
            Rule.ALREADY_BUILT,
            "%s was already taken to be built on %s".formatted(sha.abbreviated(), ref))
        : passed(
            Rule.ALREADY_BUILT,
            "what was last taken to be built on %s is %s, and this is %s"
                .formatted(ref, built.abbreviated(), sha.abbreviated()));
  }

  /**
   * An older push that arrives late starts where nobody is any more and leads to where the newest
   * one began. A reset to that commit leads there too, but starts at the newest.
   */
  private static Optional<RuleOutcome> isNotSuperseded(Question question) {
    String ref = question.ref().shortName();
    String sha = sha(question).abbreviated();
    if (!question.last()) {
      return refused(
          Rule.SUPERSEDED, "a later change of the same delivery moved %s on".formatted(ref));
    }
    Head head = question.head();
    if (head == null || !(question.change() instanceof Change.Push push)) {
      return passed(Rule.SUPERSEDED, "nothing newer of %s is known".formatted(ref));
    }
    String newest = head.decided().abbreviated();
    boolean leadsToTheBeginning = Question.same(push.head().sha(), head.before());
    boolean startsAtTheEnd = Question.same(push.before(), head.decided());
    return leadsToTheBeginning && !startsAtTheEnd
        ? refused(
            Rule.SUPERSEDED,
            "%s came late: %s has moved on from it to %s".formatted(sha, ref, newest))
        : passed(Rule.SUPERSEDED, "%s is no step of %s before %s".formatted(sha, ref, newest));
  }

  private static CommitSha sha(Question question) {
    return question
        .commit()
        .orElseThrow(() -> new IllegalStateException("what is gone has no commit"))
        .sha();
  }

  private static Optional<RuleOutcome> passed(Rule rule, String detail) {
    return Optional.of(new RuleOutcome(rule, true, detail));
  }

  private static Optional<RuleOutcome> refused(Rule rule, String detail) {
    return Optional.of(new RuleOutcome(rule, false, detail));
  }
}
