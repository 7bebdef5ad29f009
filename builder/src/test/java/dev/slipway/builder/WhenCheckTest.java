package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.builder.WhenCheck.Answer;
import dev.slipway.core.NameFilter;
import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.pipeline.When;
import dev.slipway.core.pipeline.When.Event;
import dev.slipway.core.source.GitRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WhenCheckTest {
  private static final ChangedPaths DOCS =
      new ChangedPaths.Known(List.of("docs/a.md", "docs/b.md", "README.md"));
  private static final When NOT_DOCS = path("!docs/**,!**/*.md");

  private final List<String> log = new ArrayList<>();
  private int comparisons;

  /** Each line: what happened on which ref; then event, branch and ref patterns of one entry. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "PUSH         | refs/heads/main          | push         | -              | -            | true",
        "PUSH         | refs/heads/main          | tag          | -              | -            | false",
        "PUSH         | refs/heads/main          | -            | main           | -            | true",
        "PUSH         | refs/heads/release/2/x   | -            | main,release/**| -            | true",
        "PUSH         | refs/heads/release/2/x   | -            | release/*      | -            | false",
        "PUSH         | refs/heads/wip/a         | -            | !wip/**        | -            | false",
        "PUSH         | refs/heads/main          | -            | !wip/**        | -            | true",
        "PUSH         | refs/heads/main          | tag          | main           | -            | false",
        "PUSH         | refs/heads/main          | push,tag     | main           | refs/heads/* | true",
        "RECONCILIATION | refs/heads/main        | push         | main           | -            | true",
        "RECONCILIATION | refs/tags/v1           | push         | -              | -            | false",
        "RECONCILIATION | refs/tags/v1           | tag          | -              | -            | true",
        "TAG          | refs/tags/v1.2           | tag          | -              | refs/tags/v* | true",
        "TAG          | refs/tags/nightly        | tag          | -              | refs/tags/v* | false",
        "TAG          | refs/tags/main           | -            | main           | -            | false",
        "PULL_REQUEST | refs/pull/7/head         | pull_request | main           | -            | true",
        "PULL_REQUEST | refs/pull/7/head         | pull_request | hats           | -            | false",
        "PULL_REQUEST | refs/pull/7/head         | push         | -              | -            | false",
        "PULL_REQUEST | refs/pull/7/head         | -            | -              | refs/pull/** | true",
      })
  void conditionsOfAnEntryMustAllHold(
      Trigger trigger,
      String ref,
      @Nullable String events,
      @Nullable String branch,
      @Nullable String refs,
      boolean built)
      throws Exception {
    When entry = new When(events(events), filter(branch), filter(refs), NameFilter.ALL);
    assertThat(built(subject(trigger, ref), DOCS, entry)).isEqualTo(built);
    assertThat(comparisons).isZero();
    assertThat(log).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "docs/**                | docs/a.md            | true",
        "src/**                 | docs/a.md            | false",
        "!docs/**               | docs/a.md            | false",
        "!docs/**               | docs/a.md src/a.java | true",
        "src/**,!**/*.md        | src/a.md             | false",
        "src/**,!**/*.md        | src/a.java           | true",
        "src/**,!**/*.md        | b.java src/a.md      | false",
        "!**/*.md               | README.md            | false",
      })
  void onePathThatIsWantedIsEnough(String patterns, String changed, boolean built)
      throws Exception {
    ChangedPaths paths = new ChangedPaths.Known(List.of(changed.split(" ")));
    assertThat(built(push(), paths, path(patterns))).isEqualTo(built);
  }

  @Test
  void theReasonNamesTheValues() throws Exception {
    assertThat(answer(push(), DOCS, NOT_DOCS))
        .isEqualTo(
            new Answer.No(
                "all 3 changed paths match path.exclude docs/**, **/*.md; nothing to build since"
                    + " 1a2b3c4"));
    assertThat(answer(push(), DOCS, path("src/**")))
        .isEqualTo(
            new Answer.No(
                "none of the 3 changed paths matches path.include src/**; nothing to build since"
                    + " 1a2b3c4"));
    assertThat(answer(push(), new ChangedPaths.Known(List.of()), NOT_DOCS))
        .isEqualTo(new Answer.No("nothing changed since 1a2b3c4"));
    assertThat(answer(subject(Trigger.PUSH, "refs/heads/wip"), DOCS, branch("main,release/**")))
        .isEqualTo(new Answer.No("branch wip does not match main, release/**"));
    assertThat(log).contains("Does not hold: branch wip does not match main, release/**");
  }

  @Test
  void oneEntryIsEnoughAndTheLogGoesThroughThemOneByOne() throws Exception {
    When tags = new When(Set.of(Event.TAG), NameFilter.ALL, NameFilter.ALL, NameFilter.ALL);
    assertThat(built(push(), DOCS, tags, branch("main"))).isTrue();
    assertThat(log)
        .containsExactly(
            "Does not hold: when[0]: the event is push, which is not among tag",
            "Holds: when[1]: branch main matches main");
    log.clear();
    assertThat(answer(push(), DOCS, tags, NOT_DOCS))
        .isInstanceOfSatisfying(
            Answer.No.class,
            no ->
                assertThat(no.because())
                    .startsWith("no entry of `when` holds: when[0]: the event is push")
                    .contains("; when[1]: all 3 changed paths"));
  }

  @Test
  void pathsAreComparedOnceAndOnlyIfAllElseHolds() throws Exception {
    When elsewhere = new When(Set.of(), filter("other"), NameFilter.ALL, NOT_DOCS.path());
    answer(push(), DOCS, elsewhere);
    assertThat(comparisons).isZero();
    answer(push(), DOCS, NOT_DOCS, path("src/**"));
    assertThat(comparisons).isEqualTo(1);
  }

  @Test
  void aTagIsBuiltWhateverChanged() throws Exception {
    assertThat(built(subject(Trigger.TAG, "refs/tags/v1"), DOCS, NOT_DOCS)).isTrue();
    assertThat(comparisons).isZero();
  }

  @Test
  void whereNobodyCanTellWhatChangedEverythingDid() throws Exception {
    assertThat(built(push(), new ChangedPaths.Unknown("it is the first"), NOT_DOCS)).isTrue();
    assertThat(log).containsExactly("Holds: every path counts as changed, since it is the first");
  }

  @ParameterizedTest
  @EnumSource(
      value = Trigger.class,
      names = {"MANUAL", "RETRY", "REBUILD"})
  void whoeverAsksForABuildGetsOne(Trigger trigger) throws Exception {
    assertThat(built(subject(trigger, "refs/heads/main"), DOCS, NOT_DOCS)).isTrue();
    assertThat(log).singleElement().asString().contains("A person asked for this build");
  }

  @Test
  void withoutWhenEverythingIsBuilt() throws Exception {
    assertThat(built(push(), DOCS)).isTrue();
    assertThat(log).isEmpty();
  }

  @Test
  void aLongReasonIsCut() throws Exception {
    When[] entries =
        IntStream.range(0, 50)
            .mapToObj(i -> branch("a-rather-long-name-of-a-branch-" + i))
            .toArray(When[]::new);
    assertThat(answer(push(), DOCS, entries))
        .isInstanceOfSatisfying(
            Answer.No.class, no -> assertThat(no.because()).hasSize(503).endsWith("..."));
    assertThat(log).hasSize(51);
  }

  private boolean built(Subject subject, ChangedPaths changed, When... entries) throws Exception {
    return answer(subject, changed, entries) instanceof Answer.Yes;
  }

  private Answer answer(Subject subject, ChangedPaths changed, When... entries) throws Exception {
    return new WhenCheck(
            subject,
            () -> {
              comparisons++;
              return new Comparison.Result(changed, "since 1a2b3c4");
            })
        .ask(List.of(entries), log::add);
  }

  private static Subject push() {
    return subject(Trigger.PUSH, "refs/heads/main");
  }

  private static Subject subject(Trigger trigger, String ref) {
    return new Subject(
        Fixture.repository(),
        trigger,
        new GitRef(ref),
        Fixture.COMMIT,
        trigger == Trigger.PULL_REQUEST ? Fixture.pullRequest(false) : null,
        1,
        "");
  }

  private static When path(String patterns) {
    return new When(Set.of(), NameFilter.ALL, NameFilter.ALL, filter(patterns));
  }

  private static When branch(String patterns) {
    return new When(Set.of(), filter(patterns), NameFilter.ALL, NameFilter.ALL);
  }

  private static NameFilter filter(@Nullable String patterns) {
    return patterns == null ? NameFilter.ALL : NameFilter.of(List.of(patterns.split(",")));
  }

  private static Set<Event> events(@Nullable String ids) {
    return ids == null
        ? Set.of()
        : Arrays.stream(ids.split(","))
            .map(id -> Event.of(id).orElseThrow())
            .collect(Collectors.toSet());
  }
}
