package dev.slipway.builder.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteHeadsIT {
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
  void branchesAndTagsAreListedAtTheCommitsTheyFinallyPointAt() throws Exception {
    CommitSha first = shop.work.commitAndPush("one", "refs/heads/main");
    shop.work.git("tag", "--annotate", "--message", "release", "v1");
    shop.work.git("tag", "light");
    shop.work.git("push", "--quiet", "origin", "v1", "light");
    CommitSha second = shop.work.commitAndPush("two", "refs/heads/feature/größe");
    shop.work.commitAndPush("three", "refs/pull/7/head");
    assertThat(sources.of(shop.repository(null)))
        .isEqualTo(
            Map.of(
                GitRef.ofBranch("main"),
                first,
                GitRef.ofBranch("feature/größe"),
                second,
                new GitRef("refs/tags/v1"),
                first,
                new GitRef("refs/tags/light"),
                first));
    assertThat(sources.resolve(shop.repository(null), new GitRef("refs/tags/v1"))).contains(first);
    assertThat(sources.resolve(shop.repository(null), GitRef.ofBranch("gone"))).isEmpty();
    assertThat(folder.resolve("mirrors")).doesNotExist();
  }

  @Test
  void anEmptyRepositoryHasNoHeads() throws Exception {
    assertThat(sources.of(shop.repository(null))).isEmpty();
  }

  @Test
  void tooManyRefsAreRefusedInWords() throws Exception {
    CommitSha sha = shop.work.commitAndPush("one", "refs/heads/main");
    StringBuilder packed = new StringBuilder("# pack-refs with: peeled fully-peeled sorted \n");
    for (int i = 0; i < Remote.MOST_REFS; i++) {
      packed.append(sha).append(" refs/heads/b%05d\n".formatted(i));
    }
    Files.writeString(shop.bare.resolve("packed-refs"), packed);
    assertThatThrownBy(() -> sources.of(shop.repository(null)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 20000 branches and tags");
  }

  @Test
  void aRepositoryThatMayNotBeReadIsNamedWithWhatToDo() throws Exception {
    shop.work.commitAndPush("one", "refs/heads/main");
    shop.server.requireBasic("x-token-auth", "s3cret");
    assertThatThrownBy(() -> sources.of(shop.repository("wrong")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("may not be read")
        .hasMessageContaining("token")
        .hasMessageNotContaining("wrong");
    assertThat(sources.of(shop.repository("s3cret"))).hasSize(1);
  }
}
