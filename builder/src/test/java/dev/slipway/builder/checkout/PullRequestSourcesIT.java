package dev.slipway.builder.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.Failure.Infrastructure;
import dev.slipway.core.build.Failure.StepFailed;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.testing.GitHttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullRequestSourcesIT {
  private static final GitRef MAIN = ServedShop.MAIN;

  @TempDir private Path folder;
  private ServedShop shop;
  private GitSources sources;

  @BeforeEach
  void serve() throws IOException {
    shop = ServedShop.in(folder);
    sources = shop.sources("mirrors");
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"refs/pull/7/head", "refs/merge-requests/7/head", "refs/pull-requests/7/from"})
  void theHeadOfAPullRequestIsOpenedByTheRefThatItsForgeGivesIt(String ref) throws Exception {
    shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    CommitSha proposed = shop.work.write("a.txt", "2").commitAndPush("two", ref);
    assertThat(read(Origin.own(new GitRef(ref)), proposed)).isEqualTo("2");
    assertThat(failure(Origin.own(MAIN), proposed)).isInstanceOf(StepFailed.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 12, 39, 40})
  void anAbbreviatedCommitIsCompleted(int digits) throws Exception {
    CommitSha first = shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    shop.work.write("a.txt", "2").commitAndPush("two", "refs/heads/main");
    try (Checkout checkout =
        shop.open(sources, MAIN, new CommitSha(first.hex().substring(0, digits)))) {
      assertThat(checkout.commit()).isEqualTo(first);
      assertThat(checkout.file("a.txt", 10)).isPresent();
    }
  }

  @Test
  void anAbbreviationThatNothingBeginsWithIsNamed() throws Exception {
    shop.work.commitAndPush("one", "refs/heads/main");
    assertThat(failure(Origin.own(MAIN), new CommitSha("0123456")))
        .isInstanceOfSatisfying(
            StepFailed.class,
            failed -> assertThat(failed.message()).contains("0123456").contains("main"));
  }

  @Test
  void anAbbreviationOfTwoCommitsOfTheBranchIsRefusedWithBothNames() throws Exception {
    shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    List<CommitSha> twins = TwinCommits.make(shop.work);
    assertThat(twins.getFirst().sameAs(new CommitSha(twins.getLast().abbreviated()))).isTrue();
    merge(twins, "refs/heads/main");
    assertThat(failure(Origin.own(MAIN), new CommitSha(twins.getFirst().abbreviated())))
        .isInstanceOfSatisfying(
            StepFailed.class,
            failed ->
                assertThat(failed.message())
                    .contains(twins.getFirst().hex())
                    .contains(twins.getLast().hex()));
  }

  @Test
  void anAbbreviationIsNotAmbiguousBecauseOfAnotherBranch() throws Exception {
    shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    List<CommitSha> twins = TwinCommits.make(shop.work);
    for (CommitSha twin : twins) {
      shop.work.git("push", "--quiet", "origin", twin + ":refs/heads/" + twin);
    }
    for (CommitSha twin : twins) {
      GitRef branch = GitRef.ofBranch(twin.hex());
      shop.open(sources, branch, twin).close();
      try (Checkout checkout = shop.open(sources, branch, new CommitSha(twin.abbreviated()))) {
        assertThat(checkout.commit().abbreviated()).isEqualTo(twin.abbreviated());
      }
    }
    try (Checkout checkout =
        shop.open(
            sources,
            GitRef.ofBranch(twins.getLast().hex()),
            new CommitSha(twins.getLast().abbreviated()))) {
      assertThat(checkout.commit()).isEqualTo(twins.getLast());
    }
  }

  @Test
  void aTagObjectStandsForItsCommit() throws Exception {
    CommitSha sha = shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    shop.work.git("tag", "--annotate", "--message", "release", "v1");
    shop.work.git("push", "--quiet", "origin", "v1");
    CommitSha tag = new CommitSha(shop.work.git("rev-parse", "v1"));
    for (CommitSha named : List.of(tag, new CommitSha(tag.abbreviated()))) {
      try (Checkout checkout = shop.open(sources, new GitRef("refs/tags/v1"), named)) {
        assertThat(checkout.commit()).isEqualTo(sha);
      }
    }
  }

  @Test
  void aTagOfAFileIsNoCommit() throws Exception {
    shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    CommitSha file = new CommitSha(shop.work.git("rev-parse", "HEAD:a.txt"));
    shop.work.git("push", "--quiet", "origin", file + ":refs/tags/file");
    assertThat(failure(Origin.own(new GitRef("refs/tags/file")), file).message())
        .contains("is no commit");
  }

  @Test
  void aForkOnTheSameServerIsFetchedIntoAMirrorOfItsOwn() throws Exception {
    shop.work.write("a.txt", "ours").commitAndPush("one", "refs/heads/main");
    CommitSha proposed = shop.work.write("a.txt", "theirs").commit("two");
    shop.pushToFork("refs/heads/main");
    Origin fork = new Origin(shop.forkUrl(), MAIN);
    assertThat(read(fork, proposed)).isEqualTo("theirs");
    assertThat(failure(Origin.own(MAIN), proposed).message()).contains("part of main");
    assertThat(folder.resolve("mirrors").toFile().list((_, name) -> name.endsWith(".git")))
        .hasSize(2);
  }

  @Test
  void theTokenGoesToAForkOnTheSameServer() throws Exception {
    CommitSha proposed = shop.work.write("a.txt", "theirs").commit("one");
    shop.pushToFork("refs/heads/main");
    shop.server.requireBasic("x-token-auth", "s3cret");
    try (Checkout checkout =
        sources.open(
            shop.repository("s3cret"),
            new Origin(shop.forkUrl(), MAIN),
            proposed,
            new Cancellation())) {
      assertThat(checkout.commit()).isEqualTo(proposed);
    }
  }

  @Test
  void aForkOnAnotherServerIsRefusedAndNothingIsSentThere() throws Exception {
    CommitSha sha = shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    try (GitHttpServer elsewhere = GitHttpServer.start(folder.resolve("served"))) {
      URI sameServer = shop.server.url("acme/shop");
      for (URI url :
          List.of(
              elsewhere.url("acme/shop"),
              URI.create(sameServer.toString().replace("127.0.0.1", "localhost")),
              URI.create(sameServer.toString().replace("http:", "https:")),
              URI.create(sameServer.toString().replace("://", "://user@")),
              URI.create("file:///etc"))) {
        int before = shop.server.requests().size();
        assertThat(failure(new Origin(url, MAIN), sha))
            .as(url.toString())
            .isInstanceOfSatisfying(
                Infrastructure.class, failed -> assertThat(failed.retryable()).isFalse());
        assertThat(shop.server.requests()).hasSize(before);
      }
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void theClockOfTheFileSystemIsNotMeasured() {
    assertThat(FS.getFileStoreAttributes(folder).getFsTimestampResolution()).hasSeconds(2);
  }

  private void merge(List<CommitSha> parents, String ref) throws IOException {
    String merged =
        shop.work.git(
            "commit-tree",
            "-m",
            "merge",
            "-p",
            parents.getFirst().hex(),
            "-p",
            parents.getLast().hex(),
            "HEAD^{tree}");
    shop.work.git("push", "--quiet", "--force", "origin", merged + ":" + ref);
  }

  private String read(Origin origin, CommitSha sha) throws Exception {
    try (Checkout checkout = shop.open(sources, origin, sha)) {
      return new String(checkout.file("a.txt", 100).orElseThrow(), StandardCharsets.UTF_8);
    }
  }

  private Failure failure(Origin origin, CommitSha sha) {
    BuildFailedException failed =
        catchThrowableOfType(
            BuildFailedException.class, () -> shop.open(sources, origin, sha).close());
    assertThat(failed).isNotNull();
    assertThat(failed.failure().hint()).isNotEmpty();
    return failed.failure();
  }
}
