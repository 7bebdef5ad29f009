package dev.slipway.config.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.NameFilter;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader.Context;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.pipeline.When;
import dev.slipway.core.pipeline.When.Event;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.RepositoryName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhenSectionTest {
  private static final RepositoryName SHOP = new RepositoryName("acme/shop");
  private static final CommitSha SHA = new CommitSha("0123456789abcdef0123456789abcdef01234567");
  private static final Context MAIN = new Context(SHOP, GitRef.ofBranch("main"), SHA, 7);

  @Test
  void theExampleOfTheFormatIsUnderstood() {
    assertThat(
            when(
                """
                when:
                  - event: push
                    branch: [main, "release/**"]
                    path: { exclude: ["docs/**", "**/*.md"] }
                  - event: tag
                    ref: "refs/tags/v*"
                  - event: pull_request
                """))
        .containsExactly(
            new When(
                Set.of(Event.PUSH),
                NameFilter.of(List.of("main", "release/**")),
                NameFilter.ALL,
                NameFilter.of(List.of("!docs/**", "!**/*.md"))),
            new When(
                Set.of(Event.TAG),
                NameFilter.ALL,
                NameFilter.of(List.of("refs/tags/v*")),
                NameFilter.ALL),
            new When(Set.of(Event.PULL_REQUEST), NameFilter.ALL, NameFilter.ALL, NameFilter.ALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "when: { event: [push, manual], branch: { include: main, exclude: [wip] }, path: src/** }",
        "when: [ { event: [push, manual], branch: { include: [main], exclude: wip },"
            + " path: { include: src/** } } ]",
      })
  void scalarsListsAndMapsMeanTheSame(String file) {
    assertThat(when(file))
        .containsExactly(
            new When(
                Set.of(Event.PUSH, Event.MANUAL),
                NameFilter.of(List.of("main", "!wip")),
                NameFilter.ALL,
                NameFilter.of(List.of("src/**"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "when:\n", "when: ~\n", "name: shop\n"})
  void withoutItEverythingIsBuilt(String file) {
    assertThat(when(file)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "when: main                                 | when           | expected a map or a list of maps   | write `when: { branch: main }`",
        "when: []                                   | when           | the list is empty                  | leave `when` out",
        "when: {}                                   | when           | there is no condition              | name event",
        "when: [ push ]                             | when[0]        | expected a map, found a single     | ''",
        "when: { event: }                           | when           | there is no condition              | name event",
        "when: [ {}, { branch: a } ]                | when[0]        | there is no condition              | name event",
        "when: { event: pusch }                     | when.event     | there is no event `pusch`          | did you mean `push`?",
        "when: { event: pull-request }              | when.event     | there is no event `pull-request`   | did you mean `pull_request`?",
        "when: { event: merge }                     | when.event     | there is no event `merge`          | known here: push, tag, pull_request, manual",
        "when: { event: [] }                        | when.event     | the list is empty                  | leave `event` out",
        "when: { event: { a: b } }                  | when.event     | expected an event or a list        | ''",
        "when: [ { evnt: push } ]                   | when[0].evnt   | there is no key `evnt`             | did you mean `event`?",
        "when: { branch: \"!main\" }                | when.branch    | can match nothing                  | branch: { exclude: [\"main\"] }",
        "when: { branch: refs/heads/main }          | when.branch    | can match nothing                  | name, main",
        "when: { branch: [ [a] ] }                  | when.branch[0] | expected a pattern, found a list   | ''",
        "when: { branch: { exclud: a } }            | when.branch.exclud | there is no key `exclud`       | did you mean `exclude`?",
        "when: { branch: {} }                       | when.branch    | there is no pattern                | name `include`",
        "when: { branch: { include: [] } }          | when.branch.include | the list is empty             | leave `include` out",
        "when: { branch: \"\" }                     | when.branch    | is no pattern                      | ''",
        "when: { ref: v* }                          | when.ref       | can match nothing                  | refs/tags/v*",
        "when: { path: /src/** }                    | when.path      | can match nothing                  | relative to the repository's root",
        "when: { path: { exclude: docs/ } }         | when.path.exclude | can match nothing               | write docs/**",
        "when: { event: tag, branch: main }         | when.branch    | never holds                        | choose tags by `ref`",
        "on: push                                   | on             | there is no key `on`               | write `when:`",
        "deploy: { on: { branch: main } }           | deploy.on      | there is no key `on`               | write `when: { branch: main }`",
      })
  void whatCannotBeMeantIsRefusedWithAHint(String file, String path, String message, String hint) {
    assertThat(problems(file))
        .anySatisfy(problem -> {
          assertThat(problem.path()).isEqualTo(path);
          assertThat(problem.message()).contains(message);
          assertThat(problem.hint()).contains(hint);
          assertThat(problem.line()).isEqualTo(1);
          assertThat(problem.column()).isPositive();
        });
  }

  @Test
  void allProblemsAreToldAtOnceEachAtItsPlace() {
    List<Problem> problems =
        problems(
            """
            when:
              - event: [push, tagg]
                brnch: main
              - ref:
                  - refs/tags/v*
                  - main
            on: push
            """);
    assertThat(problems).extracting(Problem::line).containsExactly(2, 3, 6, 7);
    assertThat(problems).extracting(Problem::column).containsExactly(19, 5, 9, 1);
  }

  @Test
  void patternsAreCounted() {
    String hundred =
        IntStream.range(0, 100).mapToObj(i -> "\"a" + i + "\"").collect(Collectors.joining(", "));
    assertThat(when("when: { path: [" + hundred + "] }")).hasSize(1);
    assertThat(problems("when: { branch: main, path: [" + hundred + "] }"))
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.message()).isEqualTo("there are more than 100 patterns"));
  }

  @Test
  void aPullRequestHasANumberAndTheNameOfTheBranchThatIsProposed() {
    PullRequest request =
        new PullRequest(
            7,
            "Sell hats",
            "hats",
            "main",
            true,
            "583231",
            Origin.own(new GitRef("refs/pull/7/head")));
    Context proposed = new Context(SHOP, new GitRef("refs/pull/7/head"), SHA, request, 7);
    String file = "build: { args: { A: \"${PR}/${BRANCH}/${TAG}/${SHA_SHORT}\" } }";
    Reading reading = new PipelineFile().read(file.getBytes(StandardCharsets.UTF_8), proposed);
    assertThat(((Reading.Valid) reading).pipeline().builds().getFirst().args())
        .containsEntry("A", "7/hats//0123456");
  }

  private static List<When> when(String file) {
    Reading reading = read(file);
    assertThat(reading).isInstanceOf(Reading.Valid.class);
    Pipeline pipeline = ((Reading.Valid) reading).pipeline();
    return pipeline.when();
  }

  private static List<Problem> problems(String file) {
    Reading reading = read(file);
    assertThat(reading).isInstanceOf(Reading.Invalid.class);
    return ((Reading.Invalid) reading).problems();
  }

  private static Reading read(String file) {
    return new PipelineFile().read(file.getBytes(StandardCharsets.UTF_8), MAIN);
  }
}
