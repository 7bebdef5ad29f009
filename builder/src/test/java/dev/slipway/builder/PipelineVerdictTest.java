package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.NameFilter;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Simulations.Verdict;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.pipeline.When;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipelineVerdictTest {
  private static final Commit HEAD = new Commit(new CommitSha("abababa"), "Ada", "Sell shoes");
  private static final Change PUSH = new Change.Push(SampleBuilds.MAIN, HEAD, null);
  private static final GitRef PULL = new GitRef("refs/pull/7/head");

  private final Fixture fixture = new Fixture();
  private final PipelineVerdict verdicts =
      new PipelineVerdict(fixture, fixture, fixture.store.builds());

  @Test
  void whatWouldBeBuiltIsNamedWithImagesAndServices() {
    assertThat(verdict(PUSH))
        .isEqualTo(
            new Verdict.Built(
                List.of("acme/shop:latest"),
                List.of("shop in production"),
                "there is no `when`, so everything is built"));
    assertThat(fixture.orders).isEmpty();
  }

  @Test
  void severalImagesAreNamedAsABuildNamesThem() {
    ImageBuild api = new ImageBuild("api", "", "Dockerfile", null, Map.of());
    fixture.reading = new Reading.Valid(Fixture.pipeline(List.of(Fixture.WEB, api), List.of()));
    assertThat(verdict(PUSH))
        .isInstanceOfSatisfying(
            Verdict.Built.class,
            built -> {
              assertThat(built.images())
                  .containsExactly("acme/shop/web:latest", "acme/shop/api:latest");
              assertThat(built.services()).isEmpty();
            });
  }

  @Test
  void aPullRequestWouldGetTagsOfItsOwnAndNoService() {
    Change change = new Change.PullRequest(PULL, HEAD, Fixture.pullRequest(true));
    assertThat(verdict(change))
        .isInstanceOfSatisfying(
            Verdict.Built.class,
            built -> {
              assertThat(built.images())
                  .containsExactly("acme/shop:pr-7", "acme/shop:pr-7-abababa");
              assertThat(built.services()).isEmpty();
            });
    assertThat(fixture.opened.getFirst()).isEqualTo(Fixture.pullRequest(true).head());
  }

  @Test
  void whatWouldBeSkippedIsToldAsABuildTellsIt() {
    When tags = new When(Set.of(When.Event.TAG), NameFilter.ALL, NameFilter.ALL, NameFilter.ALL);
    fixture.reading =
        new Reading.Valid(Fixture.pipeline(List.of(tags), List.of(Fixture.WEB), List.of()));
    assertThat(verdict(PUSH))
        .isEqualTo(new Verdict.Skipped("the event is push, which is not among tag"));
    assertThat(verdict(new Change.Tag(new GitRef("refs/tags/v1"), HEAD)))
        .isInstanceOf(Verdict.Built.class);
  }

  @Test
  void aSkipMarkIsLookedForWhereNoMessageCameAlong() {
    fixture.message = "Tidy up\n\n[Skip CI] for now";
    assertThat(verdict(PUSH)).isInstanceOf(Verdict.Built.class);
    Commit untold = new Commit(HEAD.sha(), "", "");
    assertThat(verdict(new Change.Push(SampleBuilds.MAIN, untold, null)))
        .isEqualTo(new Verdict.Skipped("the commit's message says [skip ci]"));
  }

  @Test
  void problemsAreAllToldAndAMissingDockerfileIsOne() {
    Problem problem = new Problem("a", 1, 2, "is wrong", "write b");
    fixture.reading = new Reading.Invalid(List.of(problem));
    assertThat(verdict(PUSH)).isEqualTo(new Verdict.Invalid(List.of(problem)));
    fixture.reading = new Reading.Valid(Fixture.pipeline(List.of(Fixture.WEB), List.of()));
    fixture.files.clear();
    assertThat(verdict(PUSH))
        .isInstanceOfSatisfying(
            Verdict.Invalid.class,
            invalid ->
                assertThat(invalid.problems().getFirst().message()).contains("no Dockerfile"));
  }

  @Test
  void aCommitThatCannotBeReadIsSaidToBeUnknown() {
    fixture.checkoutFails = new Failure.Infrastructure("the forge is away", "wait", true);
    assertThat(verdict(PUSH)).isEqualTo(new Verdict.Unknown("the forge is away; wait"));
    assertThat(verdict(new Change.RefDeleted(SampleBuilds.MAIN, null)))
        .isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void thePipelineThatIsKeptForTheRepositoryCountsInsteadOfTheCommits() {
    fixture.files.put(PipelineReader.FILE, "name: theirs");
    var before = Fixture.repository();
    var keeping =
        new Repository(
            before.id(),
            before.forge(),
            before.name(),
            before.cloneUrl(),
            before.defaultBranch(),
            before.webhookSecret(),
            null,
            null,
            before.triggers(),
            before.labels(),
            before.syncTo(),
            "name: ours",
            null,
            true,
            before.createdAt());

    verdicts.of(keeping, PUSH, null, new Cancellation());
    assertThat(fixture.read).isEqualTo("name: ours");
    verdicts.of(keeping, PUSH, "name: tried", new Cancellation());
    assertThat(fixture.read).isEqualTo("name: tried");
    verdicts.of(before, PUSH, null, new Cancellation());
    assertThat(fixture.read).isEqualTo("name: theirs");
  }

  @Test
  void anEditedFileIsReadInPlaceOfTheCommitsAndForTheFullNameOfTheCommit() {
    fixture.files.put(".slipway.yml", "name: committed");
    verdict(PUSH);
    assertThat(fixture.read).isEqualTo("name: committed");
    verdict(new Change.PullRequest(PULL, HEAD, Fixture.pullRequest(false)), "name: größer");
    assertThat(fixture.read).isEqualTo("name: größer");
    assertThat(fixture.readFor)
        .isEqualTo(
            new PipelineReader.Context(
                Fixture.repository().name(), PULL, Fixture.COMMIT, Fixture.pullRequest(false), 0));
  }

  private Verdict verdict(Change change) {
    return verdict(change, null);
  }

  private Verdict verdict(Change change, @Nullable String pipeline) {
    return verdicts.of(Fixture.repository(), change, pipeline, new Cancellation());
  }
}
