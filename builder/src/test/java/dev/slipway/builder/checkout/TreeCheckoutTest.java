package dev.slipway.builder.checkout;

import static dev.slipway.builder.checkout.TestTree.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.build.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeCheckoutTest {

  @Test
  void aFileIsReadUnlessItIsMissingTooLargeOrAFolder() throws Exception {
    try (Checkout checkout = new TestTree().file("a/b.txt", "hello").checkout()) {
      assertThat(text(checkout.file("a/b.txt", 5))).contains("hello");
      assertThat(text(checkout.file("./a//b.txt", 5))).contains("hello");
      assertThat(text(checkout.file("a/b.txt", 4))).isEmpty();
      assertThat(checkout.file("a", 100)).isEmpty();
      assertThat(checkout.file("a/c.txt", 100)).isEmpty();
      assertThat(checkout.file("../a/b.txt", 100)).isEmpty();
      assertThat(checkout.file("/a/b.txt", 100)).isEmpty();
    }
  }

  @Test
  void aFileIsReadThroughLinksThatStayInside() throws Exception {
    TestTree tree =
        new TestTree()
            .file("real/Dockerfile", "FROM scratch")
            .link("Dockerfile", "real/Dockerfile")
            .link("deep/er/Dockerfile", "../../Dockerfile")
            .link("loop", "loop")
            .link("out", "../etc/passwd")
            .link("absolute", "/etc/passwd");
    try (Checkout checkout = tree.checkout()) {
      assertThat(text(checkout.file("deep/er/Dockerfile", 100))).contains("FROM scratch");
      assertThat(checkout.file("loop", 100)).isEmpty();
      assertThat(checkout.file("out", 100)).isEmpty();
      assertThat(checkout.file("absolute", 100)).isEmpty();
    }
  }

  @Test
  void aFolderIsOneOnlyWhenItIs() throws Exception {
    try (Checkout checkout = new TestTree().file("a/b/c", "").checkout()) {
      assertThat(checkout.hasFolder("")).isTrue();
      assertThat(checkout.hasFolder("a/b")).isTrue();
      assertThat(checkout.hasFolder("./a/")).isTrue();
      assertThat(checkout.hasFolder("a/b/c")).isFalse();
      assertThat(checkout.hasFolder("..")).isFalse();
    }
  }

  @Test
  void theContextHasModesTimesAndOwnersThatDoNotDependOnAnything() throws Exception {
    TestTree tree =
        new TestTree()
            .file("Dockerfile", "FROM scratch")
            .executable("bin/run", "#!/bin/sh")
            .link("bin/alias", "run")
            .file("src/größe-日本.txt", "x");
    try (Checkout checkout = tree.checkout()) {
      var entries = context(checkout, "", "Dockerfile");
      assertThat(entries.keySet())
          .containsExactlyInAnyOrder(
              "Dockerfile", "bin/", "bin/run", "bin/alias", "src/", "src/größe-日本.txt");
      assertThat(mode(entries, "Dockerfile")).isEqualTo(0644);
      assertThat(mode(entries, "bin/run")).isEqualTo(0755);
      assertThat(mode(entries, "bin/")).isEqualTo(0755);
      assertThat(entries.get("bin/alias"))
          .extracting(TarArchiveEntry::getLinkName)
          .isEqualTo("run");
      assertThat(entries.values())
          .allSatisfy(entry -> assertThat(entry.getLongUserId() + entry.getLongGroupId()).isZero())
          .extracting(entry -> entry.getLastModifiedTime().toInstant())
          .containsOnly(Instant.parse("1980-01-02T00:00:00Z"));
      assertThat(TestTree.bytes(checkout, "", "Dockerfile"))
          .isEqualTo(TestTree.bytes(checkout, "", "Dockerfile"));
    }
  }

  @Test
  void theContextOfAFolderHasPathsRelativeToIt() throws Exception {
    TestTree tree = new TestTree().file("app/Dockerfile", "").file("app/x/y", "").file("other", "");
    try (Checkout checkout = tree.checkout()) {
      assertThat(context(checkout, "app", "Dockerfile"))
          .containsOnlyKeys("Dockerfile", "x/", "x/y");
      assertThatThrownBy(() -> context(checkout, "nowhere", "Dockerfile"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nowhere");
    }
  }

  @Test
  void longPathsArriveWhole() throws Exception {
    String path = "d/".repeat(120) + "f".repeat(200);
    try (Checkout checkout = new TestTree().file(path, "x").checkout()) {
      assertThat(context(checkout, "", "Dockerfile")).containsKey(path);
    }
  }

  @Test
  void theIgnoreFileLeavesOutButNeverTheDockerfileOrItself() throws Exception {
    TestTree tree =
        new TestTree()
            .file(".dockerignore", "*\n!keep\nkeep/*.tmp\n")
            .file("docker/Dockerfile", "")
            .file("docker/other", "")
            .file("a", "")
            .file("keep/a", "")
            .file("keep/b.tmp", "");
    try (Checkout checkout = tree.checkout()) {
      assertThat(context(checkout, "", "docker/Dockerfile"))
          .containsOnlyKeys(".dockerignore", "docker/", "docker/Dockerfile", "keep/", "keep/a");
    }
  }

  @Test
  void aDockerfilesOwnIgnoreFileCountsInsteadOfTheFolders() throws Exception {
    TestTree tree =
        new TestTree()
            .file(".dockerignore", "a")
            .file("web.Dockerfile.dockerignore", "b")
            .file("web.Dockerfile", "")
            .file("a", "")
            .file("b", "");
    try (Checkout checkout = tree.checkout()) {
      assertThat(context(checkout, "", "web.Dockerfile"))
          .containsOnlyKeys(".dockerignore", "web.Dockerfile.dockerignore", "web.Dockerfile", "a");
    }
  }

  @Test
  void aFolderWhoseFilesAreAllLeftOutStaysAsAnEmptyOne() throws Exception {
    TestTree tree = new TestTree().file(".dockerignore", "logs/*").file("logs/a", "");
    try (Checkout checkout = tree.checkout()) {
      assertThat(context(checkout, "", "Dockerfile")).containsOnlyKeys(".dockerignore", "logs/");
    }
  }

  @Test
  void aSubmoduleWithoutAnAddressIsRefusedUnlessItIsLeftOut() throws Exception {
    try (Checkout checkout = new TestTree().file("a", "").submodule("sub").checkout()) {
      assertThatThrownBy(() -> context(checkout, "", "Dockerfile"))
          .isInstanceOf(ContextRefusedException.class)
          .hasMessageContaining("sub is a submodule that .gitmodules has no address for");
    }
    TestTree without = new TestTree().file(".dockerignore", "sub").file("a", "").submodule("sub");
    try (Checkout checkout = without.checkout()) {
      assertThat(context(checkout, "", "Dockerfile")).containsOnlyKeys("a", ".dockerignore");
    }
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "link, /etc/passwd",
    "link, ..",
    "link, ../outside",
    "a/link, ../../outside",
    "a/b/link, ../../../etc",
    "link, a/../../outside",
    "link, a/..",
    "link, ./x/../../y",
  })
  void aLinkThatLeadsOutIsRefused(String path, String target) throws Exception {
    try (Checkout checkout = new TestTree().link(path, target).checkout()) {
      assertThatThrownBy(() -> context(checkout, "", "Dockerfile"))
          .isInstanceOf(ContextRefusedException.class)
          .hasMessageContaining(path)
          .hasMessageContaining(target);
    }
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "link, a",
    "link, .",
    "link, ./a/b",
    "a/link, ..",
    "a/link, ../b",
    "a/b/link, ../../c"
  })
  void aLinkThatStaysInsideIsKept(String path, String target) throws Exception {
    try (Checkout checkout = new TestTree().link(path, target).checkout()) {
      assertThat(context(checkout, "", "Dockerfile").get(path))
          .extracting(TarArchiveEntry::getLinkName)
          .isEqualTo(target);
    }
  }

  @Test
  void aLinkThatLeadsOutOfTheFolderButNotTheRepositoryIsRefusedToo() throws Exception {
    TestTree tree = new TestTree().link("app/link", "../shared").file("shared", "");
    try (Checkout checkout = tree.checkout()) {
      assertThatThrownBy(() -> context(checkout, "app", "Dockerfile"))
          .isInstanceOf(ContextRefusedException.class);
    }
  }

  @Test
  void aLinkThatIsLeftOutDoesNoHarm() throws Exception {
    TestTree tree = new TestTree().file(".dockerignore", "link").link("link", "/etc/passwd");
    try (Checkout checkout = tree.checkout()) {
      assertThat(context(checkout, "", "Dockerfile")).containsOnlyKeys(".dockerignore");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".git", ".GIT", ".Git", "..", "."})
  void namesThatNoRepositoryCanHaveAreRefused(String name) throws Exception {
    try (Checkout checkout = new TestTree().file("a/" + name + "/config", "x").checkout()) {
      assertThatThrownBy(() -> context(checkout, "", "Dockerfile"))
          .isInstanceOf(ContextRefusedException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void aContextThatIsTooLargeIsRefusedWithWhatToDo() throws Exception {
    TestTree tree = new TestTree().file("a", "12345").file("b", "67890");
    Duration minute = Duration.ofMinutes(1);
    try (Checkout checkout = tree.checkout(new GitLimits(minute, minute, 1, 1, 9, 10))) {
      assertThatThrownBy(() -> context(checkout, "", "Dockerfile"))
          .isInstanceOf(ContextRefusedException.class)
          .hasMessageContaining("too large");
    }
    try (Checkout checkout = tree.checkout(new GitLimits(minute, minute, 1, 1, 100, 1))) {
      assertThatThrownBy(() -> context(checkout, "", "Dockerfile"))
          .isInstanceOfSatisfying(
              ContextRefusedException.class,
              refused -> assertThat(refused.failure().hint()).contains(".dockerignore"));
    }
  }

  private static int mode(Map<String, TarArchiveEntry> entries, String name) {
    return Objects.requireNonNull(entries.get(name), name).getMode() & 0777;
  }

  private static Optional<String> text(Optional<byte[]> bytes) {
    return bytes.map(content -> new String(content, StandardCharsets.UTF_8));
  }
}
