package dev.slipway.builder.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.Checkout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trees as somebody would make them who wants to do harm: each is either refused in words that say
 * what and where, or does none.
 */
class HostileTreesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Small enough that a test reaches them. */
  private static final GitLimits LIMITS =
      new GitLimits(MINUTE, MINUTE, 1 << 20, 1000, 64 << 20, 2_000);

  private static final int REGULAR = 0100644;
  private static final String POINTER = LfsServer.pointer("ab".repeat(32), 5);

  @ParameterizedTest(name = "{0}")
  @MethodSource({"names", "links", "submodules", "ignoreFiles", "largeFiles", "sizes"})
  @Timeout(20)
  void doesNoHarm(Hostile hostile) throws Exception {
    TestTree tree = new TestTree();
    hostile.tree().make(tree);
    try (Checkout checkout = tree.checkout(LIMITS)) {
      String refusal = refusal(checkout);
      if (hostile.refused() == null) {
        assertThat(refusal).as(hostile.name()).isNull();
        hostile.harmless().accept(checkout);
      } else {
        assertThat(refusal).as(hostile.name()).contains(hostile.refused());
      }
    }
  }

  static Stream<Hostile> names() {
    String noName = "is a name that no file of a repository can have";
    return Stream.concat(
        Stream.of(".git", ".GIT", ".Git", ".giT", "..", ".")
            .flatMap(name ->
                Stream.of(
                    refused("a file called " + name, noName, t -> t.file(name, "x")),
                    refused("a folder called " + name, noName, t -> t.file(name + "/x", "x")),
                    refused("a link called " + name, noName, t -> t.link("a/" + name, "b")))),
        Stream.of(
            refused(
                "a file in .git/hooks",
                noName,
                t -> t.executable(".git/hooks/post-checkout", "#!")),
            refused("a slash within a name", noName, t -> t.raw("a/../../etc", REGULAR)),
            refused("an absolute name", noName, t -> t.raw("/etc/passwd", REGULAR)),
            refused("no name at all", noName, t -> t.raw("", REGULAR)),
            refused(
                "a name too long for Linux",
                "longer than any path",
                t -> t.file("n".repeat(256), "")),
            refused(
                "a name too long only in bytes",
                "longer than any path",
                t -> t.file("ü".repeat(128), "")),
            refused(
                "a path too long for Linux",
                "longer than any path",
                t -> t.file("long-name/".repeat(420) + "x", "")),
            refused(
                "three thousand folders deep", "longer than any path", t -> t.bomb(1, 3000, true)),
            refused(
                "names that differ in encoding only",
                "is there twice",
                t ->
                    t.raw("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1), REGULAR)
                        .file("caf\u00e9", "")),
            harmless("a newline in a name", t -> t.file("a\nb", "x"), has("a\nb")),
            harmless(
                "an escape sequence in a name", t -> t.file("\u001b[2Jx", "x"), has("\u001b[2Jx")),
            harmless("a name like an option", t -> t.file("--help", "x"), has("--help")),
            harmless("a backslash in a name", t -> t.file("..\\..\\x", "x"), has("..\\..\\x")),
            harmless(
                "a text direction mark in a name",
                t -> t.file("\u202egpj.exe", "x"),
                has("\u202egpj.exe")),
            harmless(
                "names that differ in case only",
                t -> t.file("A", "1").file("a", "2"),
                has("A", "a")),
            harmless("a name of blanks", t -> t.file("  ", "x"), has("  ")),
            harmless(
                "the longest name there is",
                t -> t.file("n".repeat(255), ""),
                has("n".repeat(255)))));
  }

  static Stream<Hostile> links() {
    String out = "leads out of the build context";
    return Stream.of(
        refused("a link to /etc/passwd", out, t -> t.link("a", "/etc/passwd")),
        refused("a link out of the tree", out, t -> t.link("a", "../secret")),
        refused("a link out from below", out, t -> t.link("a/b/c", "../../../secret")),
        refused("a link out through another link", out, t -> t.link("d", ".").link("a", "d/../..")),
        refused("a link to the proc file system", out, t -> t.link("a", "/proc/self/environ")),
        refused("a link to the engine's socket", out, t -> t.link("s", "/var/run/docker.sock")),
        refused("a link to nothing", "no file system could hold", t -> t.link("a", "")),
        refused("a link with a NUL", "no file system could hold", t -> t.link("a", "b\0c")),
        refused(
            "a link of a megabyte",
            "no file system could hold",
            t -> t.link("a", "b".repeat(1 << 20))),
        refused("a Dockerfile that is a link out", out, t -> t.link("Dockerfile", "/etc/shadow")),
        refused(
            "an ignore file that is a link out", out, t -> t.link(".dockerignore", "/etc/passwd")),
        harmless(
            "a loop of links",
            t -> t.link("a", "b").link("b", "a").link("c", "c"),
            c -> assertThat(read(c, "a")).isFalse()),
        harmless(
            "a long chain of links",
            t -> {
              for (int i = 0; i < 100; i++) {
                t.link("l" + i, "l" + (i + 1));
              }
              t.file("l100", "x");
            },
            c -> assertThat(read(c, "l0")).isFalse()),
        harmless(
            "a link to a folder and a file in it",
            t -> t.file("real/x", "x").link("alias", "real"),
            c -> assertThat(read(c, "alias/x")).isFalse()),
        harmless("a link to itself", t -> t.link("a", "."), has("a")),
        harmless("a link with a newline in its target", t -> t.link("a", "b\nc"), has("a")));
  }

  static Stream<Hostile> submodules() {
    return Stream.concat(
        Stream.of(
                "file:///etc",
                "ext::sh -c touch%20/tmp/pwned",
                "git://example.com/a",
                "ftp://example.com/a",
                "/etc",
                "-u./payload",
                "--upload-pack=touch /tmp/pwned",
                "ssh://-oProxyCommand=touch/a",
                "ssh://-oProxyCommand/a",
                "-oProxyCommand=x:y",
                "ssh://-user@example.com/a",
                "git@-host:a",
                "https://user:password@example.com/a",
                "https://example.com/a?b=c",
                "https://example.com/a#b",
                "https://example.com/a/../../b",
                "https://example.com/-a",
                "https:///a",
                "https://169.254.169.254/latest",
                "http://localhost/a",
                "https://0x7f.1/a",
                "https://example.com.evil.example/a",
                "https://example.org@evil.example/a",
                "../../../../../etc",
                "..",
                "https://example.com/\u001b[2J",
                "https://example.com/\na",
                "javascript:alert(1)",
                "C:\\windows",
                "\\\\host\\share",
                "https://example.com/" + "a".repeat(5000))
            .map(url ->
                refused(
                    "a submodule at " + shown(url),
                    "is a submodule at",
                    t -> t.gitmodules("sub", "sub", url).submodule("sub"))),
        Stream.of(
            refused(
                "a submodule without an address", "has no address for", t -> t.submodule("sub")),
            refused(
                "a submodule whose entry has another path",
                "has no address for",
                t -> t.gitmodules("sub", "other", "../x").submodule("sub")),
            refused(
                "a list of submodules that cannot be read",
                ".gitmodules cannot be read",
                t -> t.file(".gitmodules", "[submodule \"a\"\n\tpath").submodule("sub")),
            refused(
                "a list of submodules that is huge",
                ".gitmodules is larger",
                t -> t.file(".gitmodules", "#".repeat(300_000)).submodule("sub")),
            refused(
                "a list of submodules that is a link",
                "has no address for",
                t -> t.link(".gitmodules", "../x").submodule("sub")),
            refused(
                "a list of submodules that is a folder",
                "has no address for",
                t -> t.file(".gitmodules/x", "").submodule("sub")),
            refused(
                "a list of submodules that includes a file of ours",
                "has no address for",
                t -> t.file(".gitmodules", "[include]\n\tpath = /etc/passwd\n").submodule("sub")),
            harmless(
                "a submodule's name that leads out, and nothing at its path",
                t -> t.gitmodules("../../hooks", "sub", "../x").file("a", ""),
                has("a")),
            harmless(
                "a submodule's path that leads out",
                t -> t.gitmodules("x", "../../etc", "../x").file("a", ""),
                has("a")),
            harmless(
                "a submodule that runs a command when updated",
                t -> t.file(".gitmodules", "[submodule \"a\"]\n\tupdate = !touch /tmp/pwned\n"),
                has(".gitmodules"))));
  }

  static Stream<Hostile> ignoreFiles() {
    String slow = "*a".repeat(60) + "b";
    return Stream.of(
        harmless(
            "an ignore pattern that takes for ever",
            t -> t.file(".dockerignore", slow).file("a".repeat(250), ""),
            has("a".repeat(250))),
        harmless(
            "a thousand such patterns",
            t -> t.file(".dockerignore", (slow + "\n").repeat(1000)).file("a".repeat(200), ""),
            has("a".repeat(200))),
        harmless(
            "an ignore pattern of many double stars",
            t -> t.file(".dockerignore", "**/".repeat(60) + "b").file("a/".repeat(100) + "a", ""),
            has("a/".repeat(100) + "a")),
        harmless(
            "an ignore pattern that leads out",
            t -> t.file(".dockerignore", "../../etc\n").file("etc", ""),
            has("etc")),
        harmless(
            "an absolute ignore pattern",
            t -> t.file(".dockerignore", "/a\n").file("a", ""),
            lacks("a")),
        harmless(
            "an ignore file that leaves out everything and itself",
            t ->
                t.file(".dockerignore", "**\n.dockerignore\nDockerfile\n")
                    .file("Dockerfile", "")
                    .file("a", ""),
            has("Dockerfile", ".dockerignore")),
        harmless(
            "negations of negations",
            t -> t.file(".dockerignore", "*\n!a\na\n!a/b\n").file("a/b", "").file("a/c", ""),
            lacks("a/c")),
        refused("an ignore file that is no pattern", "line 1", t -> t.file(".dockerignore", "[")),
        refused("an ignore file with only a negation", "line 1", t -> t.file(".dockerignore", "!")),
        refused(
            "an ignore file that is huge",
            "is larger than",
            t -> t.file(".dockerignore", "a\n".repeat(600_000))),
        harmless(
            "an ignore file that is a folder",
            t -> t.file(".dockerignore/a", "a").file("b", ""),
            has("b")),
        harmless(
            "an ignore file with NUL and rubbish",
            t -> t.file(".dockerignore", "\0\u0001\ufffe\n").file("b", ""),
            has("b")));
  }

  static Stream<Hostile> largeFiles() {
    String lfs = "* filter=lfs\n";
    return Stream.of(
        refused(
            "a pointer to a file nobody has",
            "kept by Git LFS",
            t -> t.file(".gitattributes", "*.bin filter=lfs\n").file("a.bin", POINTER)),
        refused(
            "a pointer to a file too large",
            "is too large",
            t ->
                t.file(".gitattributes", "*.bin filter=lfs\n")
                    .file("a.bin", LfsServer.pointer("ab".repeat(32), 999_999_999_999_999_999L))),
        harmless(
            "a pointer that the attributes say nothing of",
            t -> t.file("a.bin", POINTER),
            has("a.bin")),
        harmless(
            "a pointer whose name leads out",
            t -> t.file(".gitattributes", lfs).file("a", POINTER.replace("abab", "../.")),
            has("a")),
        harmless(
            "a pointer whose size is negative",
            t -> t.file(".gitattributes", lfs).file("a", POINTER.replace("size 5", "size -5")),
            has("a")),
        harmless(
            "a pointer whose size is no number",
            t ->
                t.file(".gitattributes", lfs)
                    .file("a", POINTER.replace("size 5", "size " + "9".repeat(40))),
            has("a")),
        harmless(
            "a pointer with another file's address in it",
            t -> t.file(".gitattributes", lfs).file("a", POINTER + "url https://evil.example\n"),
            has("a")),
        harmless(
            "attributes that take for ever",
            t ->
                t.file(".gitattributes", "*a".repeat(60) + "b filter=lfs\n")
                    .file("a".repeat(250), POINTER),
            has("a".repeat(250))),
        refused(
            "attributes that are huge",
            "is larger than",
            t -> t.file(".gitattributes", "#".repeat(2 << 20)).file("a", POINTER)),
        harmless(
            "attributes that run a filter of the machine's",
            t -> t.file(".gitattributes", "* filter=pwn\n").file("a", POINTER),
            has("a")),
        harmless(
            "macros that contain each other",
            t -> t.file(".gitattributes", "[attr]a b\n[attr]b a\n* a\n").file("x", POINTER),
            has("x")),
        harmless(
            "attributes that are a link",
            t -> t.link(".gitattributes", "b").file("b", lfs).file("x", POINTER),
            has("x")));
  }

  static Stream<Hostile> sizes() {
    return Stream.of(
        refused(
            "more files than anybody needs",
            "more than 2000 files",
            t -> {
              for (int i = 0; i < 2_001; i++) {
                t.file("f" + i, "");
              }
            }),
        refused(
            "a file that unpacks to a hundred times its size",
            "more than 64 MB",
            t -> t.zeros("zeros", 65 << 20)),
        refused(
            "many names for one large file",
            "more than 64 MB",
            t -> {
              for (int i = 0; i < 70; i++) {
                t.zeros("copy" + i, 1 << 20);
              }
            }),
        refused(
            "a tree that contains one file a billion times",
            "more than 2000 files",
            t -> t.bomb(10, 9, true)),
        refused(
            "a tree that contains nothing a billion times",
            "more than 20000 names",
            t -> t.bomb(10, 9, false)),
        refused(
            "nothing a billion times, and all of it left out",
            "more than 20000 names",
            t -> t.file(".dockerignore", "bomb\n!**/x\n").bomb(10, 9, false)),
        harmless(
            "a file with the mode of a device",
            t -> t.raw("dev", 0060000),
            c -> assertThat(regular(c, "dev")).isTrue()),
        harmless(
            "a file with the mode of a socket",
            t -> t.raw("sock", 0010666),
            c -> assertThat(regular(c, "sock")).isTrue()),
        harmless(
            "a file that sets its user",
            t -> t.raw("suid", 0104755),
            c -> assertThat(mode(c, "suid")).isLessThanOrEqualTo(0755)),
        harmless(
            "a file that anybody may write",
            t -> t.raw("wide", 0100777),
            c -> assertThat(mode(c, "wide")).isEqualTo(0755)),
        harmless("an empty tree", t -> {}, c -> assertThat(read(c, "a")).isFalse()));
  }

  private static @Nullable String refusal(Checkout checkout) throws IOException {
    try {
      checkout.writeContext("", "Dockerfile", OutputStream.nullOutputStream());
      return null;
    } catch (ContextRefusedException e) {
      assertThat(e.failure().hint()).isNotEmpty();
      return e.failure().message();
    }
  }

  private static boolean read(Checkout checkout, String path) {
    try {
      return checkout.file(path, 1000).isPresent();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean regular(Checkout checkout, String path) {
    TarArchiveEntry entry = entry(checkout, path);
    return entry.isFile() && !entry.isBlockDevice() && !entry.isFIFO();
  }

  private static int mode(Checkout checkout, String path) {
    return entry(checkout, path).getMode() & 07777;
  }

  private static TarArchiveEntry entry(Checkout checkout, String path) {
    try {
      return Objects.requireNonNull(TestTree.context(checkout, "", "Dockerfile").get(path), path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Consumer<Checkout> has(String... paths) {
    return checkout -> {
      try {
        assertThat(TestTree.context(checkout, "", "Dockerfile")).containsKeys(paths);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    };
  }

  private static Consumer<Checkout> lacks(String path) {
    return checkout -> {
      try {
        assertThat(TestTree.context(checkout, "", "Dockerfile")).doesNotContainKey(path);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    };
  }

  private static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.substring(0, Math.min(60, plain.length()));
  }

  private static Hostile refused(String name, String because, Making tree) {
    return new Hostile(name, tree, because, _ -> {});
  }

  private static Hostile harmless(String name, Making tree, Consumer<Checkout> harmless) {
    return new Hostile(name, tree, null, harmless);
  }

  /** How a tree is made. */
  @FunctionalInterface
  interface Making {
    void make(TestTree tree) throws IOException;
  }

  /**
   * One of them.
   *
   * @param refused a part of the refusal; null where it is taken, and does no harm
   */
  record Hostile(String name, Making tree, @Nullable String refused, Consumer<Checkout> harmless) {
    @Override
    public String toString() {
      return name;
    }
  }
}
