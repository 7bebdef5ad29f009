package dev.slipway.builder.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.RepositoryId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorKeeperIT {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Set<RepositoryId> KNOWN = Set.of(new RepositoryId("rep_1"));

  @TempDir private Path folder;
  private ServedShop shop;
  private GitSources sources;
  private Path mirrors;

  @BeforeEach
  void serve() throws IOException {
    shop = ServedShop.in(folder);
    sources = shop.sources("mirrors");
    mirrors = folder.resolve("mirrors");
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void aRemovedRepositorysMirrorIsDeletedOnceItIsUnusedForLongEnough() throws Exception {
    open(Origin.own(ServedShop.MAIN), push("1")).close();
    assertThat(keeper(Duration.ofDays(6)).keep(Set.of())).isZero();
    assertThat(keeper(Duration.ofDays(8)).keep(KNOWN)).isZero();
    assertThat(keeper(Duration.ofDays(8)).keep(Set.of())).isOne();
    assertThat(mirrors).isEmptyDirectory();
  }

  @Test
  void aMirrorThatWasDeletedIsFetchedAnew() throws Exception {
    CommitSha sha = push("1");
    open(Origin.own(ServedShop.MAIN), sha).close();
    assertThat(keeper(Duration.ofDays(8)).keep(Set.of())).isOne();
    try (Checkout checkout = open(Origin.own(ServedShop.MAIN), sha)) {
      assertThat(checkout.file("a.txt", 10)).isPresent();
    }
  }

  @Test
  void aMirrorInUseIsLeftAlone() throws Exception {
    open(Origin.own(ServedShop.MAIN), push("1")).close();
    Path git = only("*.git");
    try (MirrorLock.Hold _ = new Mirror(git).hold(new Cancellation())) {
      assertThat(keeper(Duration.ofDays(8)).keep(Set.of())).isZero();
    }
    assertThat(git).isDirectory();
  }

  @Test
  void forksAreBoundedInNumberAndAge() throws Exception {
    push("1");
    shop.pushToFork("refs/heads/main");
    Origin fork = new Origin(shop.forkUrl(), ServedShop.MAIN);
    open(fork, new CommitSha(shop.work.git("rev-parse", "HEAD"))).close();
    for (int i = 1; i <= MirrorKeeper.MOST_FORKS; i++) {
      Path git = Files.createDirectory(mirrors.resolve("newer-" + i + ".git"));
      new MirrorLabel(new RepositoryId("rep_1"), MirrorLabel.Kind.FORK, "http://x/" + i).write(git);
      Files.setLastModifiedTime(git, FileTime.from(Instant.now().plusSeconds(i)));
    }
    assertThat(keeper(Duration.ofHours(23)).keep(KNOWN)).isZero();
    assertThat(keeper(Duration.ofHours(25)).keep(KNOWN)).isOne();
    assertThat(keeper(Duration.ofDays(8)).keep(KNOWN)).isEqualTo(MirrorKeeper.MOST_FORKS);
  }

  @Test
  void whatAKilledProcessWasMakingIsDeletedADayLater() throws Exception {
    open(Origin.own(ServedShop.MAIN), push("1")).close();
    Files.createDirectories(mirrors.resolve("new-123/mirror/objects"));
    Files.createDirectories(mirrors.resolve("dropped-123/mirror"));
    keeper(Duration.ofHours(23)).keep(KNOWN);
    assertThat(mirrors.resolve("new-123")).exists();
    keeper(Duration.ofHours(25)).keep(KNOWN);
    assertThat(mirrors.resolve("new-123")).doesNotExist();
    assertThat(mirrors.resolve("dropped-123")).doesNotExist();
  }

  @Test
  void packsArePutTogetherBesideABuildThatReadsThem() throws Exception {
    CommitSha first = push("1");
    open(Origin.own(ServedShop.MAIN), first).close();
    for (int i = 2; i < 8; i++) {
      open(Origin.own(ServedShop.MAIN), push("" + i)).close();
    }
    Mirror mirror = new Mirror(only("*.git"));
    assertThat(MirrorPacking.packs(mirror)).isEqualTo(7);
    for (Path pack : files("*.pack")) {
      Files.setLastModifiedTime(pack, FileTime.from(Instant.now().minus(Duration.ofHours(3))));
    }
    try (Checkout reading = open(Origin.own(ServedShop.MAIN), first)) {
      assertThat(keeper(Duration.ZERO).keep(KNOWN)).isZero();
      assertThat(MirrorPacking.packs(mirror)).isOne();
      reading.writeContext("", "Dockerfile", new ByteArrayOutputStream());
    }
    assertThat(sources).isNotNull();
    CommitSha last = push("9");
    try (Checkout checkout = open(Origin.own(ServedShop.MAIN), last)) {
      assertThat(checkout.file("a.txt", 10)).isPresent();
    }
  }

  @Test
  void aMirrorThatIsPackedJustNowIsNotTidiedByTheNextWhoHoldsIt() throws Exception {
    CommitSha sha = push("1");
    open(Origin.own(ServedShop.MAIN), sha).close();
    Mirror mirror = new Mirror(only("*.git"));
    Path pid = Files.writeString(mirror.folder().resolve("gc.pid"), "1 here");
    try (MirrorLock.Hold _ = mirror.tryHoldForPacking().orElseThrow()) {
      sources = shop.sources("mirrors");
      open(Origin.own(ServedShop.MAIN), sha).close();
      assertThat(pid).exists();
    }
    open(Origin.own(ServedShop.MAIN), sha).close();
    assertThat(pid).doesNotExist();
  }

  @Test
  void branchesThatNobodyBuildsAreForgottenOldestFirst() throws Exception {
    for (int i = 1; i <= 4; i++) {
      shop.work.write("a.txt", "" + i).git("add", "--all");
      shop.work.git("commit", "--quiet", "--message", "x", "--date", "2026-01-0" + i + "T00:00:00");
      shop.work.push("refs/heads/b" + i);
      CommitSha sha = new CommitSha(shop.work.git("rev-parse", "HEAD"));
      open(Origin.own(GitRef.ofBranch("b" + i)), sha).close();
    }
    try (var repository = new Mirror(only("*.git")).opened()) {
      assertThat(MirrorRefs.forgetAllBut(repository, 3)).isOne();
      assertThat(repository.getRefDatabase().getRefsByPrefix(MirrorRefs.PREFIX)).hasSize(3);
      assertThat(MirrorRefs.forgetAllBut(repository, 3)).isZero();
    }
  }

  private CommitSha push(String content) throws IOException {
    return shop.work.write("a.txt", content).commitAndPush(content, "refs/heads/main");
  }

  private Checkout open(Origin origin, CommitSha sha) throws Exception {
    return shop.open(sources, origin, sha);
  }

  /** One that believes it to be that much later. */
  private MirrorKeeper keeper(Duration later) {
    Instant now = Instant.now().plus(later);
    return new MirrorKeeper(mirrors, WEEK, InstantSource.fixed(now));
  }

  private Path only(String glob) throws IOException {
    try (var found = Files.newDirectoryStream(mirrors, glob)) {
      return found.iterator().next();
    }
  }

  private List<Path> files(String glob) throws IOException {
    var matcher = mirrors.getFileSystem().getPathMatcher("glob:**/" + glob);
    try (Stream<Path> all = Files.walk(mirrors)) {
      return all.filter(matcher::matches).toList();
    }
  }
}
