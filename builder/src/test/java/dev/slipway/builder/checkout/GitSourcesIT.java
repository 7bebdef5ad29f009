package dev.slipway.builder.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.Failure.Infrastructure;
import dev.slipway.core.build.Failure.StepFailed;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import dev.slipway.core.source.testing.GitCommand;
import dev.slipway.core.source.testing.GitHttpServer;
import dev.slipway.core.source.testing.WorkTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitSourcesIT {
  private static final GitRef MAIN = GitRef.ofBranch("main");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private GitHttpServer server;
  private Path bare;
  private WorkTree work;
  private GitSources sources;

  @BeforeEach
  void startServer() throws IOException {
    server = GitHttpServer.start(Files.createDirectory(folder.resolve("served")));
    bare = server.create("acme/shop");
    work = WorkTree.init(folder.resolve("work"), server.url("acme/shop"));
    sources = sources(GitLimits.DEFAULT, "127.0.0.1");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void thePushedCommitIsOpenedAlsoWhenTheBranchHasMovedOn() throws Exception {
    CommitSha first = work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    CommitSha second = work.write("a.txt", "2").commitAndPush("two", "refs/heads/main");
    assertThat(read(MAIN, first)).isEqualTo("1");
    assertThat(read(MAIN, second)).isEqualTo("2");
    assertThat(read(MAIN, first)).isEqualTo("1");
  }

  @Test
  void aWarmFetchAsksForWhatIsNewOnlyAndAnUnchangedRefForNothing() throws Exception {
    CommitSha first = work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    read(MAIN, first);
    int before = server.requests().size();
    read(MAIN, first);
    assertThat(server.requests()).hasSizeLessThanOrEqualTo(before + 2);
    CommitSha second = work.write("a.txt", "2").commitAndPush("two", "refs/heads/main");
    before = server.requests().size();
    assertThat(read(MAIN, second)).isEqualTo("2");
    assertThat(server.requests()).hasSizeLessThanOrEqualTo(before + 3);
  }

  @Test
  void aFileIsKeptOfACommitThatWasFetchedAndNobodyIsAskedForIt() throws Exception {
    CommitSha sha = work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    Repository shop = repository(server.url("acme/shop"), null);
    assertThat(sources.kept(shop, sha, "a.txt", 10)).isEmpty();
    try (Checkout checkout = sources.open(shop, Origin.own(MAIN), sha, new Cancellation())) {
      assertThat(checkout.message()).isEqualTo("one\n");
    }
    int before = server.requests().size();
    assertThat(sources.kept(shop, sha, "a.txt", 10)).hasValue(new byte[] {'1'});
    assertThat(sources.kept(shop, new CommitSha(sha.abbreviated()), "a.txt", 10)).isPresent();
    assertThat(sources.kept(shop, sha, "a.txt", 0)).isEmpty();
    assertThat(sources.kept(shop, sha, "b.txt", 10)).isEmpty();
    assertThat(sources.kept(shop, new CommitSha("1".repeat(40)), "a.txt", 10)).isEmpty();
    assertThat(server.requests()).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"release/2.x", "feature/größe-日本", "a'b\"c", "x;rm", "$(pwned)", "UPPER/lower"})
  void anyBranchNameThatGitAllowsWorks(String branch) throws Exception {
    CommitSha sha = work.write("a.txt", branch).commitAndPush("x", "refs/heads/" + branch);
    assertThat(read(GitRef.ofBranch(branch), sha)).isEqualTo(branch);
  }

  @Test
  void aBranchMayBecomeAFolderOfBranches() throws Exception {
    CommitSha a = work.write("a.txt", "1").commitAndPush("one", "refs/heads/a");
    read(GitRef.ofBranch("a"), a);
    work.git("push", "--quiet", "origin", ":refs/heads/a");
    CommitSha ab = work.write("a.txt", "2").commitAndPush("two", "refs/heads/a/b");
    assertThat(read(GitRef.ofBranch("a/b"), ab)).isEqualTo("2");
  }

  @Test
  void tagsOpenTheCommitTheyAreOn() throws Exception {
    CommitSha sha = work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    work.git("tag", "--annotate", "--message", "release", "v1");
    work.git("push", "--quiet", "origin", "v1");
    CommitSha tag = new CommitSha(work.git("rev-parse", "v1"));
    assertThat(read(new GitRef("refs/tags/v1"), sha)).isEqualTo("1");
    assertThat(read(new GitRef("refs/tags/v1"), tag)).isEqualTo("1");
  }

  @Test
  void aCommitThatWasForcedAwayIsNotBuiltEvenWhenTheMirrorHasIt() throws Exception {
    work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    CommitSha gone = work.write("a.txt", "2").commitAndPush("two", "refs/heads/main");
    read(MAIN, gone);
    work.git("reset", "--quiet", "--hard", "HEAD~1");
    CommitSha other = work.write("a.txt", "3").commitAndPush("three", "refs/heads/main");
    assertThat(failure(MAIN, gone))
        .isInstanceOfSatisfying(
            StepFailed.class, failed -> assertThat(failed.message()).contains("main"));
    assertThat(read(MAIN, other)).isEqualTo("3");
  }

  @Test
  void aBranchThatIsGoneIsNamed() throws Exception {
    CommitSha sha = work.commitAndPush("one", "refs/heads/main");
    assertThat(failure(GitRef.ofBranch("gone"), sha))
        .isInstanceOfSatisfying(
            StepFailed.class, failed -> assertThat(failed.message()).contains("gone"));
  }

  @Test
  void aCommitOfAnotherBranchIsNotBuilt() throws Exception {
    work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    CommitSha elsewhere = work.commitAndPush("two", "refs/heads/other");
    read(GitRef.ofBranch("other"), elsewhere);
    assertThat(failure(MAIN, elsewhere)).isInstanceOf(StepFailed.class);
  }

  @Test
  void theTokenIsSentAsThePasswordAndItsAbsenceNamed() throws Exception {
    CommitSha sha = work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    server.requireBasic("x-token-auth", "s3cret");
    assertThat(failure(MAIN, sha))
        .isInstanceOfSatisfying(
            Infrastructure.class,
            failed -> {
              assertThat(failed.message()).contains("may not be read");
              assertThat(failed.hint()).contains("token");
              assertThat(failed.retryable()).isFalse();
            });
    Repository wrong = repository(server.url("acme/shop"), "wrong");
    assertThat(failure(wrong, MAIN, sha).message())
        .contains("may not be read")
        .doesNotContain("wrong");
    Repository right = repository(server.url("acme/shop"), "s3cret");
    try (Checkout checkout = sources.open(right, Origin.own(MAIN), sha, new Cancellation())) {
      assertThat(checkout.file("a.txt", 10)).isPresent();
    }
  }

  @Test
  void aRepositoryThatIsNotThereIsNamed() {
    Failure failure = failure(repository(server.url("acme/nothing"), null), MAIN, anySha());
    assertThat(failure.message()).contains("no repository").contains("acme/nothing");
    assertThat(failure)
        .isInstanceOfSatisfying(
            Infrastructure.class, failed -> assertThat(failed.retryable()).isFalse());
  }

  @Test
  void aRedirectIsNotFollowedAndNothingIsSentThere() throws Exception {
    CommitSha sha = work.commitAndPush("one", "refs/heads/main");
    try (GitHttpServer elsewhere = GitHttpServer.start(folder.resolve("served"))) {
      server.interfere(exchange -> {
        String path = exchange.getRequestURI().toString();
        exchange.getResponseHeaders().set("Location", elsewhere.url("x").resolve(path).toString());
        exchange.sendResponseHeaders(302, -1);
        return true;
      });
      Repository withToken = repository(server.url("acme/shop"), "s3cret");
      assertThat(failure(withToken, MAIN, sha).message()).contains("elsewhere");
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void aServerThatIsAwayIsWorthAnotherTry() throws Exception {
    URI url = server.url("acme/shop");
    server.close();
    assertThat(failure(repository(url, null), MAIN, anySha()))
        .isInstanceOfSatisfying(
            Infrastructure.class,
            failed -> {
              assertThat(failed.message()).contains("cannot be reached");
              assertThat(failed.retryable()).isTrue();
            });
  }

  @Test
  void aServerInTroubleIsWorthAnotherTry() {
    server.interfere(exchange -> {
      exchange.sendResponseHeaders(503, -1);
      return true;
    });
    assertThat(failure(MAIN, anySha()))
        .isInstanceOfSatisfying(
            Infrastructure.class,
            failed -> {
              assertThat(failed.message()).contains("503");
              assertThat(failed.retryable()).isTrue();
            });
  }

  @Test
  void aPrivateAddressIsNotConnectedToUnlessAllowed() {
    sources = sources(GitLimits.DEFAULT);
    assertThat(failure(MAIN, anySha()).message()).contains("SLIPWAY_ALLOW_PRIVATE_ADDRESSES");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aHostThatDoesNotExistIsNamed() {
    Repository nowhere = repository(URI.create("http://no-such-host.invalid/a/b.git"), null);
    assertThat(failure(nowhere, MAIN, anySha()).message()).contains("no-such-host.invalid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc",
        "ssh://-oProxyCommand/a/b.git",
        "ssh://git@-example.com/a/b.git",
        "ssh://git:password@example.com/a/b.git",
        "git://example.com/a",
        "/etc",
        "ext::sh"
      })
  void otherSchemesAreRefused(String url) {
    assertThat(failure(repository(URI.create(url), null), MAIN, anySha()).message())
        .contains("does not clone by");
  }

  @Test
  void aTokenIsNotSentInTheClearAcrossTheInternet() {
    Repository open = repository(URI.create("http://93.184.215.14/a/b.git"), "s3cret");
    assertThat(failure(open, MAIN, anySha()).message()).contains("was not sent");
  }

  @Test
  void aSilentServerIsGivenUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    server.interfere(_ -> waited(never));
    sources =
        sources(new GitLimits(Duration.ofMillis(200), MINUTE, 1 << 20, 100, 1, 1), "127.0.0.1");
    assertThat(failure(MAIN, anySha()).message()).contains("said nothing");
    never.countDown();
  }

  @Test
  void cancelingEndsAFetchThatWaits() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    server.interfere(_ -> {
      reached.countDown();
      return waited(never);
    });
    Cancellation cancellation = new Cancellation();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> open =
          threads.submit(() ->
              sources.open(
                  repository(server.url("acme/shop"), null),
                  Origin.own(MAIN),
                  anySha(),
                  cancellation));
      assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
      cancellation.cancel();
      assertThatThrownBy(() -> open.get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(CancellationException.class);
      never.countDown();
    }
  }

  @Test
  void limitsOnBytesObjectsAndTimeEndAFetch() throws Exception {
    work.write("big", "0123456789abcdef".repeat(20_000));
    for (int i = 0; i < 30; i++) {
      work.write("f" + i, "content " + i * 7919);
    }
    CommitSha sha = work.commitAndPush("one", "refs/heads/main");
    sources = sources(new GitLimits(MINUTE, MINUTE, 1000, 1000, 1, 1), "127.0.0.1");
    assertThat(failure(MAIN, sha).message()).contains("too large").contains("MB");
    sources = sources(new GitLimits(MINUTE, MINUTE, 1 << 30, 10, 1, 1), "127.0.0.1");
    assertThat(failure(MAIN, sha).message()).contains("too large").contains("10 objects");
    sources = sources(new GitLimits(MINUTE, Duration.ZERO, 1 << 30, 1000, 1, 1), "127.0.0.1");
    assertThat(failure(MAIN, sha).message()).contains("took longer");
  }

  @Test
  void objectsThatGitWouldRefuseAreRefused() throws Exception {
    work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    String blob = work.git("rev-parse", "HEAD:a.txt");
    for (String name : List.of(".GIT", "..")) {
      byte[] line = ("100644 blob " + blob + "\t" + name + "\n").getBytes(StandardCharsets.UTF_8);
      String tree = GitCommand.run(work.folder(), line, "mktree");
      String commit = work.git("commit-tree", "-m", "hostile", tree);
      work.git("push", "--quiet", "--force", "origin", commit + ":refs/heads/hostile");
      assertThat(failure(GitRef.ofBranch("hostile"), new CommitSha(commit)))
          .isInstanceOfSatisfying(
              StepFailed.class, failed -> assertThat(failed.message()).contains("not safe"));
    }
  }

  @Test
  void aDamagedMirrorIsFetchedAnew() throws Exception {
    CommitSha first = work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    read(MAIN, first);
    for (Path pack : mirrorFiles(".pack")) {
      Files.write(pack, new byte[100]);
    }
    CommitSha second = work.write("a.txt", "2").commitAndPush("two", "refs/heads/main");
    assertThat(read(MAIN, second)).isEqualTo("2");
    assertThat(read(MAIN, first)).isEqualTo("1");
  }

  @Test
  void aMirrorThatLostItsPacksOrItsConfigurationIsFetchedAnew() throws Exception {
    CommitSha sha = work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    for (String lost : List.of(".pack", ".idx", "config", "HEAD")) {
      read(MAIN, sha);
      for (Path file : mirrorFiles(lost)) {
        Files.delete(file);
      }
      sources = sources(GitLimits.DEFAULT, "127.0.0.1");
      assertThat(read(MAIN, sha)).as("after losing " + lost).isEqualTo("1");
    }
  }

  @Test
  void lockFilesOfAKilledProcessDoNotHinderTheNext() throws Exception {
    CommitSha first = work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    read(MAIN, first);
    for (Path ref : mirrorRefs()) {
      Files.writeString(ref.resolveSibling(ref.getFileName() + ".lock"), "");
    }
    CommitSha second = work.write("a.txt", "2").commitAndPush("two", "refs/heads/main");
    sources = sources(GitLimits.DEFAULT, "127.0.0.1");
    assertThat(read(MAIN, second)).isEqualTo("2");
  }

  @Test
  void manyBuildsOfOneRepositoryAtOnceAllGetTheirCommit() throws Exception {
    CommitSha sha = work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> reads =
          Stream.generate(() -> threads.submit(() -> read(MAIN, sha))).limit(16).toList();
      for (Future<String> read : reads) {
        assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo("1");
      }
    }
  }

  @Test
  void theHooksOfAServedRepositoryRunOnPush() throws Exception {
    Path hook = bare.resolve("hooks/post-receive");
    Files.writeString(hook, "#!/bin/sh\ncat > \"$PWD/received\"\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    CommitSha sha = work.commitAndPush("one", "refs/heads/main");
    assertThat(bare.resolve("received")).content().contains(sha.hex()).contains("refs/heads/main");
  }

  private GitSources sources(GitLimits limits, String... allowed) {
    return new GitSources(
        folder.resolve("mirrors"), AddressPolicy.allowing(List.of(allowed)), limits);
  }

  private String read(GitRef ref, CommitSha sha) throws Exception {
    try (Checkout checkout =
        sources.open(
            repository(server.url("acme/shop"), null), Origin.own(ref), sha, new Cancellation())) {
      ByteArrayOutputStream tar = new ByteArrayOutputStream();
      checkout.writeContext("", "Dockerfile", tar);
      assertThat(tar.size()).isPositive();
      return new String(checkout.file("a.txt", 100).orElseThrow(), StandardCharsets.UTF_8);
    }
  }

  private Failure failure(GitRef ref, CommitSha sha) {
    return failure(repository(server.url("acme/shop"), null), ref, sha);
  }

  private Failure failure(Repository repository, GitRef ref, CommitSha sha) {
    BuildFailedException failed =
        catchThrowableOfType(
            BuildFailedException.class,
            () -> sources.open(repository, Origin.own(ref), sha, new Cancellation()).close());
    assertThat(failed).isNotNull();
    assertThat(failed.failure().hint()).isNotEmpty();
    return failed.failure();
  }

  private static Repository repository(URI url, @Nullable String token) {
    return new Repository(
        new RepositoryId("rep_1"),
        Forge.GIT,
        new RepositoryName("acme/shop"),
        url,
        "main",
        new Secret("webhook_secret", "0123456789abcdef"),
        null,
        token == null ? null : new Secret("clone_token", token),
        Triggers.DEFAULT,
        null,
        true,
        Instant.EPOCH);
  }

  private static CommitSha anySha() {
    return new CommitSha("0123456789abcdef0123456789abcdef01234567");
  }

  private static boolean waited(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private List<Path> mirrorFiles(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("mirrors"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .toList();
    }
  }

  private List<Path> mirrorRefs() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("mirrors"))) {
      return files
          .filter(file -> file.toString().contains("refs/slipway/"))
          .filter(Files::isRegularFile)
          .toList();
    }
  }
}
