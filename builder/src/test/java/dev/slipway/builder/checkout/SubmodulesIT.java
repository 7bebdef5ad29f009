package dev.slipway.builder.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.testing.GitCommand;
import dev.slipway.core.source.testing.WorkTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmodulesIT {
  @TempDir private Path folder;
  private ServedShop shop;
  private WorkTree library;
  private GitSources sources;

  @BeforeEach
  void serve() throws IOException {
    shop = ServedShop.in(folder);
    shop.server.create("acme/library");
    library = WorkTree.init(folder.resolve("library"), shop.server.url("acme/library"));
    sources = shop.sources("mirrors");
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void aSubmoduleIsInItsPlaceAtTheVeryCommitThatWasPushed() throws Exception {
    CommitSha pinned = library.write("lib.txt", "1").commitAndPush("one", "refs/heads/main");
    library.write("lib.txt", "2").commitAndPush("two", "refs/heads/main");
    CommitSha sha = push(Map.of("vendor/lib", new Pin("../library.git", pinned)));
    try (Checkout checkout = shop.open(sources, ServedShop.MAIN, sha)) {
      assertThat(context(checkout))
          .containsEntry("vendor/lib/lib.txt", "1")
          .containsEntry("own.txt", "own")
          .containsKeys("vendor/", "vendor/lib/");
      assertThat(tree(checkout)).containsEntry("vendor/lib/lib.txt", "1");
      assertThat(checkout.hasFolder("vendor/lib")).isTrue();
      assertThat(checkout.file("vendor/lib/lib.txt", 10))
          .contains("1".getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream inside = new ByteArrayOutputStream();
      checkout.writeContext("vendor/lib", "Dockerfile", inside);
      assertThat(entries(inside)).containsOnlyKeys("lib.txt");
    }
  }

  @Test
  void whatWasFetchedOnceIsNotAskedForAgain() throws Exception {
    CommitSha pinned = library.write("lib.txt", "1").commitAndPush("one", "refs/heads/main");
    CommitSha sha = push(Map.of("lib", new Pin("../library.git", pinned)));
    read(sha);
    int before = shop.server.requests().size();
    assertThat(read(sha)).containsEntry("lib/lib.txt", "1");
    assertThat(shop.server.requests().subList(before, shop.server.requests().size()))
        .noneMatch(request -> request.contains("library"));
  }

  @Test
  void submodulesOfSubmodulesAreThereToo() throws Exception {
    shop.server.create("acme/inner");
    WorkTree inner = WorkTree.init(folder.resolve("inner"), shop.server.url("acme/inner"));
    CommitSha innermost = inner.write("deep.txt", "deep").commitAndPush("x", "refs/heads/main");
    CommitSha pinned =
        push(library, Map.of("in", new Pin(shop.server.url("acme/inner").toString(), innermost)));
    CommitSha sha = push(Map.of("lib", new Pin("../library", pinned)));
    assertThat(read(sha)).containsEntry("lib/in/deep.txt", "deep");
  }

  @Test
  void aSubmoduleThatContainsItselfIsRefusedAtTheFifthDepth() throws Exception {
    CommitSha pinned = library.write("a", "").commitAndPush("one", "refs/heads/main");
    for (int i = 0; i < 6; i++) {
      pinned = push(library, Map.of("again", new Pin("../library.git", pinned)));
    }
    CommitSha sha = push(Map.of("lib", new Pin("../library.git", pinned)));
    assertThat(failure(sha).message()).contains("more than 5 deep");
  }

  @Test
  void anotherHostHasToBeAllowed() throws Exception {
    CommitSha pinned = library.write("lib.txt", "1").commitAndPush("one", "refs/heads/main");
    String elsewhere = shop.server.url("acme/library").toString().replace("127.0.0.1", "localhost");
    CommitSha sha = push(Map.of("lib", new Pin(elsewhere, pinned)));
    assertThat(failure(sha))
        .satisfies(failed -> {
          assertThat(failed.message()).contains("localhost", "not allowed");
          assertThat(failed.hint()).contains("administrator", ".dockerignore");
        });
    sources = shop.sources("mirrors", Set.of("LOCALHOST"));
    assertThat(read(sha)).containsEntry("lib/lib.txt", "1");
  }

  @Test
  void theTokenGoesToTheOwnServerOnly() throws Exception {
    CommitSha pinned = library.write("lib.txt", "1").commitAndPush("one", "refs/heads/main");
    String elsewhere = shop.server.url("acme/library").toString().replace("127.0.0.1", "localhost");
    CommitSha near = push(Map.of("lib", new Pin("../library.git", pinned)));
    CommitSha far = push(Map.of("lib", new Pin(elsewhere, pinned)));
    shop.server.requireBasic("x-token-auth", "s3cret");
    sources = shop.sources("mirrors", Set.of("localhost"));
    try (Checkout checkout = openWithToken(near)) {
      assertThat(context(checkout)).containsEntry("lib/lib.txt", "1");
    }
    try (Checkout checkout = openWithToken(far)) {
      ContextRefusedException refused =
          catchThrowableOfType(ContextRefusedException.class, () -> context(checkout));
      assertThat(refused.failure().message()).contains("submodule lib", "may not be read (401)");
    }
  }

  @Test
  void whatIsLeftOutNeedNotBeThere() throws Exception {
    CommitSha pinned = new CommitSha("0123456789012345678901234567890123456789");
    shop.work.write(".dockerignore", "lib\n");
    CommitSha sha = push(Map.of("lib", new Pin("https://example.invalid/x", pinned)));
    assertThat(read(sha)).doesNotContainKey("lib/").containsKey("own.txt");
  }

  @Test
  void aCommitOfNoBranchIsRefusedEvenIfTheServerHasIt() throws Exception {
    library.write("lib.txt", "1").commitAndPush("one", "refs/heads/main");
    CommitSha hidden = library.write("lib.txt", "2").commitAndPush("two", "refs/pull/1/head");
    CommitSha sha = push(Map.of("lib", new Pin("../library.git", hidden)));
    assertThat(failure(sha).message()).contains(hidden.hex(), "not part of any branch or tag");
  }

  @Test
  void aCommitBehindATagOrInTheMiddleOfABranchIsFound() throws Exception {
    CommitSha middle = library.write("lib.txt", "1").commitAndPush("one", "refs/heads/main");
    library.write("lib.txt", "2").commitAndPush("two", "refs/heads/main");
    CommitSha tagged = library.write("lib.txt", "3").commit("three");
    library.git("tag", "--annotate", "--message", "release", "v1");
    library.git("push", "--quiet", "origin", "v1");
    CommitSha one = push(Map.of("lib", new Pin("../library.git", tagged)));
    assertThat(read(one)).containsEntry("lib/lib.txt", "3");
    CommitSha two = push(Map.of("lib", new Pin("../library.git", middle)));
    assertThat(read(two)).containsEntry("lib/lib.txt", "1");
  }

  @Test
  void aSubmoduleByItsSshAddressIsFetchedTheWayItsRepositoryIs() throws Exception {
    CommitSha pinned = library.write("lib.txt", "1").commitAndPush("one", "refs/heads/main");
    CommitSha sha = push(Map.of("lib", new Pin("git@127.0.0.1:acme/library.git", pinned)));
    assertThat(read(sha)).containsEntry("lib/lib.txt", "1");
  }

  @Test
  void aSubmoduleOfARepositoryThatIsClonedBySshIsFetchedWithItsKey() throws Exception {
    CommitSha pinned = library.write("lib.txt", "1").commitAndPush("one", "refs/heads/main");
    CommitSha sha = push(Map.of("lib", new Pin("../library.git", pinned)));
    try (GitSshServer ssh = GitSshServer.start("ssh-ed25519", 256)) {
      URI url = ssh.url(shop.bare);
      try (Checkout checkout =
          sources.open(
              shop.repository(url, ssh.clientKey()),
              Origin.own(ServedShop.MAIN),
              sha,
              new Cancellation())) {
        assertThat(context(checkout)).containsEntry("lib/lib.txt", "1");
      }
    }
  }

  @Test
  void aServerThatIsInTroubleIsWorthAnotherTry() throws Exception {
    CommitSha pinned = library.write("lib.txt", "1").commitAndPush("one", "refs/heads/main");
    CommitSha sha = push(Map.of("lib", new Pin("../library.git", pinned)));
    shop.server.interfere(exchange -> {
      boolean library = exchange.getRequestURI().getPath().contains("library");
      if (library) {
        exchange.sendResponseHeaders(503, -1);
      }
      return library;
    });
    assertThat(failure(sha))
        .isInstanceOfSatisfying(
            Failure.Infrastructure.class, failed -> assertThat(failed.retryable()).isTrue());
  }

  private CommitSha push(Map<String, Pin> pins) throws IOException {
    shop.work.write("own.txt", "own");
    return push(shop.work, pins);
  }

  /** Commits and pushes the files that are there and these submodules. */
  private static CommitSha push(WorkTree work, Map<String, Pin> pins) throws IOException {
    StringBuilder list = new StringBuilder();
    pins.forEach((path, pin) ->
        list.append(
            "[submodule \"%s\"]\n\tpath = %s\n\turl = %s\n".formatted(path, path, pin.url())));
    work.write(".gitmodules", list.toString());
    work.git("add", "--all");
    for (var pin : pins.entrySet()) {
      String info = "160000," + pin.getValue().commit() + "," + pin.getKey();
      work.git("update-index", "--add", "--cacheinfo", info);
    }
    work.git("commit", "--quiet", "--message", "submodules");
    work.push("refs/heads/main");
    return new CommitSha(GitCommand.run(work.folder(), "rev-parse", "HEAD"));
  }

  private Map<String, String> read(CommitSha sha) throws Exception {
    try (Checkout checkout = shop.open(sources, ServedShop.MAIN, sha)) {
      return context(checkout);
    }
  }

  private Checkout openWithToken(CommitSha sha) throws Exception {
    return sources.open(
        shop.repository("s3cret"), Origin.own(ServedShop.MAIN), sha, new Cancellation());
  }

  private Failure failure(CommitSha sha) throws Exception {
    try (Checkout checkout = shop.open(sources, ServedShop.MAIN, sha)) {
      ContextRefusedException refused =
          catchThrowableOfType(ContextRefusedException.class, () -> context(checkout));
      assertThat(refused).isNotNull();
      assertThat(refused.failure().hint()).isNotEmpty();
      return refused.failure();
    }
  }

  private static Map<String, String> context(Checkout checkout) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    checkout.writeContext("", "Dockerfile", tar);
    return entries(tar);
  }

  private static Map<String, String> tree(Checkout checkout) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    checkout.writeTree(tar);
    return entries(tar);
  }

  static Map<String, String> entries(ByteArrayOutputStream written) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (var tar =
        new TarArchiveInputStream(new ByteArrayInputStream(written.toByteArray()), "UTF-8")) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  private record Pin(String url, CommitSha commit) {}
}
