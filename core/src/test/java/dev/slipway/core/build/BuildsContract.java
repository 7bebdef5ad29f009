package dev.slipway.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Page;
import dev.slipway.core.build.BuildState.Canceled;
import dev.slipway.core.build.BuildState.Canceling;
import dev.slipway.core.build.BuildState.Status;
import dev.slipway.core.build.Builds.Filter;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Builds} does. */
public abstract class BuildsContract {
  private static final RepositoryId SHOP = SampleBuilds.SHOP;
  private static final RepositoryId BLOG = new RepositoryId("rep_blog");
  private static final GitRef MAIN = SampleBuilds.MAIN;
  private static final GitRef ODD = GitRef.ofBranch("feature/ünïcode/a%b");
  private static final GitRef TAG = new GitRef("refs/tags/v1");

  private BuildStoreFixture store;
  private Builds builds;

  /** A fresh, empty one. */
  protected abstract BuildStoreFixture freshStore();

  @BeforeEach
  void start() {
    store = freshStore();
    builds = store.builds();
  }

  @Test
  void anAddedBuildIsQueuedAndCanBeFound() {
    NewBuild request = SampleBuilds.push(SHOP, ODD);
    Build added = builds.add(request);
    assertThat(added.request()).isEqualTo(request);
    assertThat(added.state()).isEqualTo(BuildState.Queued.FIRST);
    assertThat(added.number()).isEqualTo(1);
    assertThat(added.steps()).isEmpty();
    assertThat(builds.find(request.id())).contains(added);
    assertThat(builds.find(new BuildId("bld_none"))).isEmpty();
  }

  @Test
  void addingTheSameBuildAgainChangesNothing() {
    Build added = builds.add(SampleBuilds.push(SHOP, MAIN));
    assertThat(builds.add(added.request())).isEqualTo(added);
    assertThat(ids(Filter.ANY)).containsExactly(added.id());
  }

  @Test
  void manyBuildsAreFoundAtOnceInTheOrderAskedFor() {
    Build first = builds.add(SampleBuilds.push(SHOP, MAIN));
    Build second = builds.add(SampleBuilds.push(SHOP, TAG));
    BuildId none = new BuildId("bld_none");
    assertThat(builds.find(List.of(second.id(), none, first.id()))).containsExactly(second, first);
    assertThat(builds.find(List.of())).isEmpty();
  }

  @Test
  void theNewestOfABranchIsTheOneThatNoOtherFollowed() {
    Build older = builds.add(SampleBuilds.push(SHOP, MAIN));
    Build newer = builds.add(SampleBuilds.push(SHOP, MAIN));
    Build odd = builds.add(SampleBuilds.push(SHOP, ODD));
    Build elsewhere = builds.add(SampleBuilds.push(BLOG, MAIN));
    Build tagged = builds.add(SampleBuilds.push(SHOP, TAG));
    assertThat(builds.newestOfBranch(List.of(older, odd, tagged, newer, elsewhere)))
        .containsExactly(odd, newer, elsewhere);
  }

  @Test
  void numbersCountWithinARepository() {
    assertThat(builds.add(SampleBuilds.push(SHOP, MAIN)).number()).isEqualTo(1);
    assertThat(builds.add(SampleBuilds.push(SHOP, TAG)).number()).isEqualTo(2);
    assertThat(builds.add(SampleBuilds.push(BLOG, MAIN)).number()).isEqualTo(1);
  }

  @Test
  void aNewerBuildSupersedesQueuedOnesOfTheSameRefOnly() throws InterruptedException {
    Build running = builds.add(SampleBuilds.push(SHOP, MAIN));
    assertThat(store.newQueue().claim(new WorkerId("ada"), Duration.ZERO)).isPresent();
    Build queued = builds.add(SampleBuilds.push(SHOP, MAIN));
    Build elsewhere = builds.add(SampleBuilds.push(BLOG, MAIN));
    Build tagged = builds.add(SampleBuilds.push(SHOP, TAG));
    NewBuild newer = SampleBuilds.push(SHOP, MAIN);
    builds.add(newer);

    assertThat(state(queued.id()))
        .isInstanceOfSatisfying(
            Canceled.class,
            canceled -> {
              assertThat(canceled.by()).isEqualTo("slipway");
              assertThat(canceled.startedAt()).isNull();
              assertThat(canceled.because())
                  .isEqualTo(
                      "superseded by a newer push to main (%s)"
                          .formatted(newer.commit().sha().abbreviated()));
            });
    assertThat(state(running.id()).status()).isEqualTo(Status.RUNNING);
    assertThat(state(elsewhere.id()).status()).isEqualTo(Status.QUEUED);
    assertThat(state(tagged.id()).status()).isEqualTo(Status.QUEUED);
  }

  @Test
  void aManualBuildSaysSoToThoseItSupersedes() {
    Build queued = builds.add(SampleBuilds.push(SHOP, MAIN));
    builds.add(SampleBuilds.of(SHOP, MAIN, Trigger.MANUAL));
    assertThat(state(queued.id()))
        .isInstanceOfSatisfying(
            Canceled.class,
            canceled ->
                assertThat(canceled.because()).startsWith("superseded by a newer build of main ("));
  }

  @Test
  void aQueuedBuildIsCanceledAtOnce() {
    Build added = builds.add(SampleBuilds.push(SHOP, MAIN));
    Build canceled = builds.cancel(added.id(), "ada", "typo").orElseThrow();
    assertThat(canceled.state())
        .isInstanceOfSatisfying(
            Canceled.class,
            state -> {
              assertThat(state.by()).isEqualTo("ada");
              assertThat(state.because()).isEqualTo("typo");
              assertThat(state.attempt()).isZero();
            });
    assertThat(canceled.revision()).isGreaterThan(added.revision());
    assertThat(builds.cancel(added.id(), "bob", "again")).contains(canceled);
  }

  @Test
  void aRunningBuildIsToldToStopOnce() throws InterruptedException {
    Build added = builds.add(SampleBuilds.push(SHOP, MAIN));
    assertThat(store.newQueue().claim(new WorkerId("ada"), Duration.ZERO)).isPresent();
    Build canceling = builds.cancel(added.id(), "grace", "\"wrong\" branch / ü").orElseThrow();
    assertThat(canceling.state())
        .isInstanceOfSatisfying(
            Canceling.class,
            state -> {
              assertThat(state.worker()).isEqualTo(new WorkerId("ada"));
              assertThat(state.attempt()).isEqualTo(1);
              assertThat(state.because()).isEqualTo("\"wrong\" branch / ü");
            });
    assertThat(builds.cancel(added.id(), "bob", "again")).contains(canceling);
  }

  @Test
  void anUnknownBuildCannotBeCanceled() {
    assertThat(builds.cancel(new BuildId("bld_none"), "ada", "typo")).isEmpty();
  }

  @Test
  void pagesGoThroughAllBuildsNewestFirst() {
    List<BuildId> added = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      added.addFirst(builds.add(SampleBuilds.push(SHOP, MAIN)).id());
    }
    List<BuildId> seen = new ArrayList<>();
    String before = null;
    do {
      Page<Build> page = builds.list(Filter.ANY, new Page.Request(3, before));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
      page.items().forEach(build -> seen.add(build.id()));
      before = page.next();
    } while (before != null);
    assertThat(seen).isEqualTo(added);
  }

  @Test
  void aFullLastPageHasNoNext() {
    builds.add(SampleBuilds.push(SHOP, MAIN));
    builds.add(SampleBuilds.push(SHOP, MAIN));
    assertThat(builds.list(Filter.ANY, new Page.Request(2, null)).next()).isNull();
  }

  @Test
  void eachFilterAndAllTogetherChoose() {
    BuildId shopMain = builds.add(SampleBuilds.push(SHOP, MAIN)).id();
    BuildId shopOdd = builds.add(SampleBuilds.push(SHOP, ODD)).id();
    BuildId shopTag = builds.add(SampleBuilds.push(SHOP, TAG)).id();
    BuildId blogMain = builds.add(SampleBuilds.push(BLOG, MAIN)).id();
    builds.cancel(shopOdd, "ada", "typo");

    assertThat(ids(filter(SHOP, null, null))).containsExactly(shopTag, shopOdd, shopMain);
    assertThat(ids(filter(null, "main", null))).containsExactly(blogMain, shopMain);
    assertThat(ids(filter(null, null, Status.CANCELED))).containsExactly(shopOdd);
    assertThat(ids(filter(SHOP, null, Status.CANCELED))).containsExactly(shopOdd);
    assertThat(ids(filter(BLOG, null, Status.CANCELED))).isEmpty();
    assertThat(ids(filter(null, null, Status.QUEUED))).containsExactly(blogMain, shopTag, shopMain);
    assertThat(ids(filter(SHOP, "feature/ünïcode/a%b", Status.CANCELED))).containsExactly(shopOdd);
    assertThat(ids(filter(SHOP, "feature/ünïcode/a%b", Status.QUEUED))).isEmpty();
    assertThat(ids(filter(BLOG, "main", Status.QUEUED))).containsExactly(blogMain);
    assertThat(ids(filter(null, "v1", null))).isEmpty();
  }

  @Test
  void aBuildThatIsToldToStopIsStillListedAsRunning() throws InterruptedException {
    BuildId id = builds.add(SampleBuilds.push(SHOP, MAIN)).id();
    assertThat(store.newQueue().claim(new WorkerId("ada"), Duration.ZERO)).isPresent();
    builds.cancel(id, "ada", "typo");
    assertThat(ids(filter(null, null, Status.RUNNING))).containsExactly(id);
    assertThat(ids(filter(null, null, Status.QUEUED))).isEmpty();
  }

  @Test
  void aBuildThatWaitsForAYesRunsOnlyAfterIt() throws InterruptedException {
    BuildId id = builds.add(SampleBuilds.waiting(SHOP, MAIN)).id();
    assertThat(state(id)).isEqualTo(new BuildState.Waiting("a member of the repository"));
    assertThat(store.newQueue().claim(new WorkerId("ada"), Duration.ZERO)).isEmpty();
    Build approved = builds.approve(id, "grace").orElseThrow();
    assertThat(approved.state()).isEqualTo(new BuildState.Queued(0, "approved by grace"));
    assertThat(builds.approve(id, "ada")).contains(approved);
    assertThat(store.newQueue().claim(new WorkerId("ada"), Duration.ZERO))
        .hasValueSatisfying(build -> assertThat(build.id()).isEqualTo(id));
    assertThat(builds.approve(new BuildId("bld_none"), "ada")).isEmpty();
  }

  @Test
  void aBuildThatWaitsForAYesIsSupersededAndCanceledLikeAQueuedOne() {
    BuildId first = builds.add(SampleBuilds.waiting(SHOP, MAIN)).id();
    BuildId second = builds.add(SampleBuilds.waiting(SHOP, MAIN)).id();
    assertThat(state(first).status()).isEqualTo(Status.CANCELED);
    assertThat(state(second).status()).isEqualTo(Status.WAITING);
    assertThat(builds.cancel(second, "ada", "no").orElseThrow().state().status())
        .isEqualTo(Status.CANCELED);
    assertThat(builds.approve(second, "grace").orElseThrow().state().status())
        .isEqualTo(Status.CANCELED);
  }

  @Test
  void theNewestSuccessOfARefIsRemembered() throws InterruptedException {
    assertThat(builds.lastSucceeded(SHOP, MAIN)).isEmpty();
    NewBuild older = SampleBuilds.push(SHOP, MAIN);
    builds.add(older);
    BuildQueue first = store.newQueue();
    first.claim(new WorkerId("ada"), Duration.ZERO);
    NewBuild newer = SampleBuilds.push(SHOP, MAIN);
    builds.add(newer);
    BuildQueue second = store.newQueue();
    second.claim(new WorkerId("grace"), Duration.ZERO);
    succeed(second, newer);
    succeed(first, older);
    assertThat(builds.lastSucceeded(SHOP, MAIN)).contains(newer.commit().sha());
    assertThat(builds.lastSucceeded(SHOP, ODD)).isEmpty();
    assertThat(builds.lastSucceeded(BLOG, MAIN)).isEmpty();
  }

  @Test
  void aSkippedBuildIsNoSuccess() throws InterruptedException {
    NewBuild built = SampleBuilds.push(SHOP, MAIN);
    NewBuild skipped = SampleBuilds.push(SHOP, MAIN);
    BuildQueue queue = store.newQueue();
    Instant now = built.queuedAt();
    builds.add(built);
    queue.claim(new WorkerId("ada"), Duration.ZERO);
    succeed(queue, built);
    builds.add(skipped);
    queue.claim(new WorkerId("ada"), Duration.ZERO);
    end(queue, skipped, new BuildState.Skipped(1, now, now, "only docs changed"));
    assertThat(state(skipped.id()).status()).isEqualTo(Status.SKIPPED);
    assertThat(builds.lastSucceeded(SHOP, MAIN)).contains(built.commit().sha());
  }

  private static void succeed(BuildQueue queue, NewBuild build) {
    Instant now = build.queuedAt();
    end(queue, build, new BuildState.Succeeded(1, now, now, List.of()));
  }

  private static void end(BuildQueue queue, NewBuild build, BuildState end) {
    assertThat(queue.finish(build.id(), 1, end, List.of(), Duration.ZERO)).isPresent();
  }

  private BuildState state(BuildId id) {
    return builds.find(id).orElseThrow().state();
  }

  private List<BuildId> ids(Filter filter) {
    return builds.list(filter, new Page.Request(100, null)).items().stream()
        .map(Build::id)
        .toList();
  }

  private static Filter filter(
      @Nullable RepositoryId repository, @Nullable String branch, @Nullable Status status) {
    return new Filter(repository, branch, status);
  }
}
