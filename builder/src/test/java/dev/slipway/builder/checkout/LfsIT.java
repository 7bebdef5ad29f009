package dev.slipway.builder.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.testing.GitHttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LfsIT {
  @TempDir private Path folder;
  private final LfsServer lfs = new LfsServer();
  private ServedShop shop;
  private GitSources sources;

  @BeforeEach
  void serve() throws IOException {
    shop = ServedShop.in(folder);
    shop.server.interfere(lfs::answered);
    sources = shop.sources("mirrors");
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void aPointerIsReplacedByItsContentWhereTheAttributesSaySo() throws Exception {
    String pointer = lfs.keep("large content");
    shop.work
        .write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n")
        .write("media/a.bin", pointer)
        .writeExecutable("media/run.bin", pointer)
        .write("media/a.txt", pointer)
        .write("committed.bin", "committed as it is");
    CommitSha sha = shop.work.commitAndPush("one", "refs/heads/main");
    try (Checkout checkout = shop.open(sources, ServedShop.MAIN, sha)) {
      assertThat(context(checkout, ""))
          .containsEntry("media/a.bin", "large content")
          .containsEntry("media/run.bin", "large content")
          .containsEntry("media/a.txt", pointer)
          .containsEntry("committed.bin", "committed as it is");
      ByteArrayOutputStream tree = new ByteArrayOutputStream();
      checkout.writeTree(tree);
      assertThat(SubmodulesIT.entries(tree)).containsEntry("media/a.bin", "large content");
      assertThat(context(checkout, "media")).containsEntry("a.bin", "large content");
    }
    assertThat(lfs.asked).hasSize(2); // one question, one file, and never again
  }

  @Test
  void manyFilesAreAskedForByTheHundred() throws Exception {
    shop.work.write(".gitattributes", "*.bin filter=lfs\n");
    for (int i = 0; i < 250; i++) {
      shop.work.write(i + ".bin", lfs.keep("content " + i));
    }
    CommitSha sha = shop.work.commitAndPush("one", "refs/heads/main");
    try (Checkout checkout = shop.open(sources, ServedShop.MAIN, sha)) {
      assertThat(context(checkout, "")).containsEntry("249.bin", "content 249");
    }
    assertThat(lfs.asked.stream().filter(what -> what.startsWith("batch"))).hasSize(3);
  }

  @Test
  void theTokenGoesToTheOwnServerAndWhatTheServerSaysToTheOther() throws Exception {
    CommitSha sha = push(lfs.keep("large"));
    LfsServer store = new LfsServer();
    store.content.putAll(lfs.content);
    try (GitHttpServer elsewhere = GitHttpServer.start(folder.resolve("served"))) {
      elsewhere.interfere(store::answered);
      lfs.elsewhere = elsewhere.url("x").resolve("/").toString().replaceFirst("/$", "");
      lfs.headers.put("X-Signed", "by the forge");
      assertThat(open(sha, "s3cret")).containsEntry("a.bin", "large");
    }
    assertThat(lfs.asked).singleElement().asString().startsWith("batch Basic ");
    assertThat(store.asked).containsExactly("file null by the forge");
  }

  @Test
  void theOwnServerGetsTheTokenForFilesTooUnlessItSaysOtherwise() throws Exception {
    CommitSha sha = push(lfs.keep("large"));
    open(sha, "s3cret");
    assertThat(lfs.asked.getLast()).startsWith("file Basic ");
    lfs.headers.put("Authorization", "RemoteAuth 123");
    CommitSha other = push(lfs.keep("another"));
    open(other, "s3cret");
    assertThat(lfs.asked.getLast()).startsWith("file RemoteAuth 123");
  }

  @Test
  void aFileThatTheServerLacksIsNamed() throws Exception {
    CommitSha sha = push(LfsServer.pointer("ab".repeat(32), 5));
    assertThat(failure(sha).message()).contains("a.bin", "Object does not exist");
  }

  @Test
  void contentThatIsNotWhatTheCommitNamesIsRefused() throws Exception {
    String pointer = lfs.keep("large");
    lfs.content.replaceAll((_, _) -> "other".getBytes(StandardCharsets.UTF_8));
    CommitSha sha = push(pointer);
    assertThat(failure(sha).message()).contains("a.bin", "not what the commit names");
    lfs.content.replaceAll((_, _) -> "large and more".getBytes(StandardCharsets.UTF_8));
    assertThat(failure(sha).message()).contains("not what the commit names");
    lfs.content.replaceAll((_, _) -> "larg".getBytes(StandardCharsets.UTF_8));
    assertThat(failure(sha).message()).contains("not what the commit names");
    lfs.content.replaceAll((_, _) -> "large".getBytes(StandardCharsets.UTF_8));
    assertThat(open(sha, null)).containsEntry("a.bin", "large");
  }

  @Test
  void addressesThatNobodyMayConnectToAreRefused() throws Exception {
    CommitSha sha = push(lfs.keep("large"));
    lfs.elsewhere = "http://169.254.169.254";
    assertThat(failure(sha).message()).contains("a.bin", "169.254.169.254");
    lfs.elsewhere = "file:///etc";
    assertThat(failure(sha).message()).contains("no https address");
    lfs.elsewhere = "http://user:password@127.0.0.1";
    assertThat(failure(sha).message()).contains("no https address");
  }

  @Test
  void aServerThatKnowsNoLargeFilesIsNamed() throws Exception {
    CommitSha sha = push(lfs.keep("large"));
    shop.server.interfere(exchange -> answer(exchange, 404, ""));
    assertThat(failure(sha).hint()).contains("switch on Git LFS");
    shop.server.interfere(exchange -> answer(exchange, 200, "<html>"));
    assertThat(failure(sha).message()).contains("not of its API");
    shop.server.interfere(exchange -> answer(exchange, 503, ""));
    assertThat(failure(sha))
        .isInstanceOfSatisfying(
            Failure.Infrastructure.class, failed -> assertThat(failed.retryable()).isTrue());
  }

  @Test
  void whatIsNotUsedForLongestIsDeletedWhenThereIsTooMuch() throws Exception {
    LfsCache cache = new LfsCache(folder.resolve("cache"), 10);
    LfsPointer old = keep(cache, "12345678");
    LfsPointer recent = keep(cache, "abcdefgh");
    Path file = cache.find(old).orElseThrow();
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    cache.shrink();
    assertThat(cache.find(old)).isEmpty();
    assertThat(cache.find(recent)).isPresent();
  }

  private static LfsPointer keep(LfsCache cache, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    LfsPointer pointer = new LfsPointer(Digests.sha256(bytes), bytes.length);
    assertThat(cache.keep(pointer, new ByteArrayInputStream(bytes))).isPresent();
    return pointer;
  }

  private static boolean answer(
      com.sun.net.httpserver.HttpExchange exchange, int status, String body) throws IOException {
    boolean ours = exchange.getRequestURI().getPath().contains("/lfs/");
    if (ours) {
      LfsServer.send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }
    return ours;
  }

  private CommitSha push(String pointer) throws IOException {
    return shop.work
        .write(".gitattributes", "*.bin filter=lfs\n")
        .write("a.bin", pointer)
        .commitAndPush("one", "refs/heads/main");
  }

  private Map<String, String> open(CommitSha sha, @Nullable String token) throws Exception {
    try (Checkout checkout =
        sources.open(
            shop.repository(token), Origin.own(ServedShop.MAIN), sha, new Cancellation())) {
      return context(checkout, "");
    }
  }

  private Failure failure(CommitSha sha) {
    ContextRefusedException refused =
        catchThrowableOfType(ContextRefusedException.class, () -> open(sha, null));
    assertThat(refused).isNotNull();
    assertThat(refused.failure().hint()).isNotEmpty();
    return refused.failure();
  }

  private static Map<String, String> context(Checkout checkout, String of) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    checkout.writeContext(of, "Dockerfile", tar);
    return SubmodulesIT.entries(tar);
  }
}
