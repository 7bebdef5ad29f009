package dev.slipway.builder.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.testing.GitCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryIT {
  private static final GitRef MAIN = ServedShop.MAIN;
  private static final GitRef FEATURE = GitRef.ofBranch("feature");

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

  @Test
  void everyKindOfChangeIsAPathAndARenameIsTwo() throws Exception {
    shop.work
        .write("same.txt", "same")
        .write("edited.txt", "1")
        .write("removed.txt", "1")
        .write("old/name.txt", "what is renamed")
        .write("mode.sh", "1")
        .write("becomes-folder", "1")
        .write("becomes-file/inside", "1");
    CommitSha before = shop.work.commitAndPush("one", "refs/heads/main");
    shop.work.git("rm", "-q", "removed.txt", "becomes-folder", "becomes-file/inside");
    shop.work
        .write("edited.txt", "2")
        .write("added/größe.txt", "1")
        .write("becomes-folder/inside", "1")
        .write("becomes-file", "1")
        .writeExecutable("mode.sh", "1");
    Files.createDirectory(shop.work.folder().resolve("new"));
    shop.work.git("mv", "old/name.txt", "new/name.txt");
    CommitSha after = shop.work.commitAndPush("two", "refs/heads/main");
    assertThat(changed(MAIN, after, before))
        .containsExactlyInAnyOrder(
            "edited.txt",
            "removed.txt",
            "old/name.txt",
            "new/name.txt",
            "mode.sh",
            "added/größe.txt",
            "becomes-folder",
            "becomes-folder/inside",
            "becomes-file",
            "becomes-file/inside");
    assertThat(changed(MAIN, after, after)).isEmpty();
    assertThat(changed(MAIN, after, new CommitSha(before.abbreviated()))).hasSize(10);
  }

  @Test
  void whatWasDoneAndUndoneInBetweenDidNotChange() throws Exception {
    CommitSha before = shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    shop.work.write("a.txt", "2").commit("two");
    CommitSha after = shop.work.write("a.txt", "1").write("b.txt", "1").commit("three");
    shop.work.push("refs/heads/main");
    assertThat(changed(MAIN, after, before)).containsExactly("b.txt");
  }

  @Test
  void aForcedPushIsComparedWithWhatItReplacedAsLongAsThatIsHere() throws Exception {
    shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    CommitSha replaced = shop.work.write("b.txt", "1").commitAndPush("two", "refs/heads/main");
    shop.open(sources, MAIN, replaced).close();
    shop.work.git("reset", "--quiet", "--hard", "HEAD~1");
    CommitSha after = shop.work.write("c.txt", "1").commitAndPush("three", "refs/heads/main");
    assertThat(changed(MAIN, after, replaced)).containsExactly("b.txt", "c.txt");
    sources = shop.sources("fresh");
    try (Checkout checkout = shop.open(sources, MAIN, after)) {
      assertThat(checkout.changedSince(replaced))
          .isInstanceOfSatisfying(
              ChangedPaths.Unknown.class,
              unknown -> assertThat(unknown.because()).contains(replaced.abbreviated()));
    }
  }

  @Test
  void aSquashedBranchIsComparedByItsTreeAlone() throws Exception {
    CommitSha before = shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    shop.work.git("checkout", "--quiet", "-b", "feature");
    shop.work.write("b.txt", "1").commit("two");
    shop.work.write("c.txt", "1").commit("three");
    shop.work.git("checkout", "--quiet", "main");
    shop.work.git("merge", "--quiet", "--squash", "feature");
    CommitSha after = shop.work.commitAndPush("squashed", "refs/heads/main");
    assertThat(changed(MAIN, after, before)).containsExactly("b.txt", "c.txt");
  }

  @Test
  void aNewBranchIsComparedWithWhereItLeftAnotherThatWasNeverFetched() throws Exception {
    shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    CommitSha left = shop.work.write("b.txt", "1").commitAndPush("two", "refs/heads/main");
    shop.work.git("checkout", "--quiet", "-b", "feature");
    CommitSha head = shop.work.write("c.txt", "1").commitAndPush("three", "refs/heads/feature");
    shop.work.git("checkout", "--quiet", "main");
    shop.work.write("d.txt", "1").commitAndPush("four", "refs/heads/main");
    try (Checkout checkout = shop.open(sources, FEATURE, head)) {
      assertThat(checkout.mergeBase(MAIN)).contains(left);
      assertThat(paths(checkout, left)).containsExactly("c.txt");
      assertThat(checkout.mergeBase(GitRef.ofBranch("gone"))).isEmpty();
      assertThat(checkout.file("c.txt", 10)).isPresent();
    }
  }

  @Test
  void branchesWithoutACommonCommitHaveNoMergeBase() throws Exception {
    shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    shop.work.git("checkout", "--quiet", "--orphan", "feature");
    CommitSha head = shop.work.commitAndPush("two", "refs/heads/feature");
    try (Checkout checkout = shop.open(sources, FEATURE, head)) {
      assertThat(checkout.mergeBase(MAIN)).isEmpty();
    }
  }

  @Test
  void aForkIsComparedWithTheRepositorysOwnBranchAndNotWithItsOwnOfThatName() throws Exception {
    CommitSha left = shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    CommitSha head = shop.work.write("b.txt", "1").commit("two");
    shop.pushToFork("refs/heads/main");
    try (Checkout checkout = shop.open(sources, new Origin(shop.forkUrl(), MAIN), head)) {
      assertThat(checkout.mergeBase(MAIN)).contains(left);
      assertThat(paths(checkout, left)).containsExactly("b.txt");
    }
  }

  @Test
  void threeThousandCommitsAreNoTrouble() throws Exception {
    importCommits(3000, i -> List.of("f" + i % 50 + ".txt"));
    CommitSha head = new CommitSha(shop.work.git("rev-parse", "imported"));
    CommitSha early = new CommitSha(shop.work.git("rev-parse", "imported~2990"));
    shop.work.git("push", "--quiet", "origin", "imported:refs/heads/main");
    shop.work.git("checkout", "--quiet", "-b", "feature", early.hex());
    CommitSha left = shop.work.write("new.txt", "1").commitAndPush("x", "refs/heads/feature");
    assertThat(changed(MAIN, head, early)).hasSize(50);
    try (Checkout checkout = shop.open(sources, FEATURE, left)) {
      assertThat(checkout.mergeBase(MAIN)).contains(early);
      assertThat(paths(checkout, early)).containsExactly("new.txt");
    }
    try (Checkout checkout =
        shop.open(sources, MAIN, new CommitSha(early.hex().substring(0, 12)))) {
      assertThat(checkout.commit()).isEqualTo(early);
    }
  }

  @Test
  void beyondAHundredThousandPathsEverythingCountsAsChanged() throws Exception {
    CommitSha before = shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    importCommits(
        1,
        _ ->
            java.util.stream.IntStream.rangeClosed(0, History.MOST_PATHS)
                .mapToObj(i -> "d" + i % 100 + "/f" + i)
                .toList());
    CommitSha head = new CommitSha(shop.work.git("rev-parse", "imported"));
    shop.work.git("push", "--quiet", "--force", "origin", "imported:refs/heads/feature");
    shop.open(sources, MAIN, before).close();
    try (Checkout checkout = shop.open(sources, FEATURE, head)) {
      assertThat(checkout.changedSince(before))
          .isInstanceOfSatisfying(
              ChangedPaths.Unknown.class,
              unknown -> assertThat(unknown.because()).contains("more than 100000"));
    }
  }

  /** Makes a branch of commits that each write a few files, without a process for each. */
  private void importCommits(int count, IntFunction<List<String>> files) throws IOException {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String message = "commit " + i;
      stream
          .append("commit refs/heads/imported\ncommitter Ann <ann@example.com> ")
          .append(1_760_000_000L + i)
          .append(" +0000\ndata ")
          .append(message.length())
          .append('\n')
          .append(message)
          .append('\n');
      for (String file : files.apply(i)) {
        stream.append("M 100644 inline ").append(file).append("\ndata ");
        stream.append(message.length()).append('\n').append(message).append('\n');
      }
    }
    byte[] input = stream.toString().getBytes(StandardCharsets.UTF_8);
    GitCommand.run(shop.work.folder(), input, "fast-import", "--quiet");
  }

  private List<String> changed(GitRef ref, CommitSha commit, CommitSha base) throws Exception {
    try (Checkout checkout = shop.open(sources, ref, commit)) {
      return paths(checkout, base);
    }
  }

  private static List<String> paths(Checkout checkout, CommitSha base) throws IOException {
    ChangedPaths changed = checkout.changedSince(base);
    assertThat(changed).isInstanceOf(ChangedPaths.Known.class);
    return ((ChangedPaths.Known) changed).paths();
  }
}
