package dev.slipway.builder.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.Failure.Infrastructure;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.Repository;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshSourcesIT {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private ServedShop shop;
  private GitSshServer ssh;
  private GitSources sources;

  @BeforeEach
  void serve() throws Exception {
    shop = ServedShop.in(folder);
    ssh = GitSshServer.start("ssh-ed25519", 256);
    sources = sources(GitLimits.DEFAULT, "127.0.0.1");
  }

  @AfterEach
  void stop() throws Exception {
    ssh.close();
    shop.close();
  }

  @ParameterizedTest
  @CsvSource({"ssh-ed25519, 256", "ssh-rsa, 3072", "ecdsa-sha2-nistp256, 256"})
  void theCommitIsFetchedWithTheRepositorysKey(String type, int bits) throws Exception {
    try (GitSshServer other = GitSshServer.start(type, bits)) {
      CommitSha first = shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
      assertThat(read(other.url(shop.bare), other.clientKey(), first)).isEqualTo("1");
      CommitSha second = shop.work.write("a.txt", "2").commitAndPush("two", "refs/heads/main");
      assertThat(read(other.url(shop.bare), other.clientKey(), second)).isEqualTo("2");
      assertThat(other.users()).containsOnly("git");
    }
  }

  @Test
  void branchesAreListed() throws Exception {
    CommitSha sha = shop.work.commitAndPush("one", "refs/heads/main");
    Repository repository = shop.repository(ssh.url(shop.bare), ssh.clientKey());
    assertThat(sources.of(repository)).containsEntry(ServedShop.MAIN, sha);
    assertThat(sources.resolve(repository, GitRef.ofBranch("none"))).isEmpty();
  }

  @Test
  void theHostKeyIsWrittenDownTheFirstTimeAndAnotherRefused() throws Exception {
    CommitSha sha = shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    read(ssh.url(shop.bare), ssh.clientKey(), sha);
    String known = Files.readString(folder.resolve("mirrors/known_hosts"));
    assertThat(known).startsWith("[127.0.0.1]:").contains("ssh-ed25519 ").hasLineCount(1);
    read(ssh.url(shop.bare), ssh.clientKey(), sha);
    ssh.changeHostKey("ssh-ed25519", 256);
    sources = sources(GitLimits.DEFAULT, "127.0.0.1");
    assertThat(failure(ssh.url(shop.bare), ssh.clientKey(), sha))
        .isInstanceOfSatisfying(
            Infrastructure.class,
            failed -> {
              assertThat(failed.message()).contains("another host key").contains("SHA256:");
              assertThat(failed.hint()).contains("known_hosts");
              assertThat(failed.retryable()).isFalse();
            });
    assertThat(folder.resolve("mirrors/known_hosts")).hasContent(known);
  }

  @Test
  void anotherTypeOfKeyIsAnotherKeyToo() throws Exception {
    CommitSha sha = shop.work.write("a.txt", "1").commitAndPush("one", "refs/heads/main");
    read(ssh.url(shop.bare), ssh.clientKey(), sha);
    ssh.changeHostKey("ecdsa-sha2-nistp256", 256);
    assertThat(failure(ssh.url(shop.bare), ssh.clientKey(), sha).message())
        .contains("another host key");
  }

  @Test
  void aKeyThatTheServerDoesNotKnowIsNamed() throws Exception {
    CommitSha sha = shop.work.commitAndPush("one", "refs/heads/main");
    String stranger = GitSshServer.text(KeyUtils.generateKeyPair("ssh-ed25519", 256));
    assertThat(failure(ssh.url(shop.bare), stranger, sha).message())
        .contains("does not accept the ssh key");
  }

  @Test
  void aMissingOrBrokenKeyIsNamed() throws Exception {
    CommitSha sha = shop.work.commitAndPush("one", "refs/heads/main");
    assertThat(failure(ssh.url(shop.bare), null, sha).message()).contains("there is no key");
    assertThat(failure(ssh.url(shop.bare), "not a key", sha))
        .satisfies(failed -> {
          assertThat(failed.message()).contains("cannot be read").doesNotContain("not a key");
          assertThat(failed.hint()).contains("ssh-keygen");
        });
  }

  @Test
  void aRepositoryThatIsNotThereIsNamed() throws Exception {
    CommitSha sha = shop.work.commitAndPush("one", "refs/heads/main");
    Path nothing = folder.resolve("served/nothing.git");
    assertThat(failure(ssh.url(nothing), ssh.clientKey(), sha).message())
        .contains("no repository at");
  }

  @Test
  void aPrivateAddressIsNotConnectedToUnlessAllowed() throws Exception {
    CommitSha sha = shop.work.commitAndPush("one", "refs/heads/main");
    sources = sources(GitLimits.DEFAULT);
    assertThat(failure(ssh.url(shop.bare), ssh.clientKey(), sha).message())
        .contains("SLIPWAY_ALLOW_PRIVATE_ADDRESSES");
    assertThat(ssh.users()).isEmpty();
  }

  @Test
  void aServerThatIsAwayIsWorthAnotherTry() throws Exception {
    CommitSha sha = shop.work.commitAndPush("one", "refs/heads/main");
    URI url = ssh.url(shop.bare);
    ssh.close();
    assertThat(failure(url, ssh.clientKey(), sha))
        .isInstanceOfSatisfying(
            Infrastructure.class,
            failed -> {
              assertThat(failed.message()).contains("cannot be reached");
              assertThat(failed.retryable()).isTrue();
            });
  }

  @Test
  void limitsOnBytesObjectsAndTimeEndAFetch() throws Exception {
    shop.work.write("big", "0123456789abcdef".repeat(20_000));
    for (int i = 0; i < 30; i++) {
      shop.work.write("f" + i, "content " + i * 7919);
    }
    CommitSha sha = shop.work.commitAndPush("one", "refs/heads/main");
    sources = sources(new GitLimits(MINUTE, MINUTE, 1000, 1000, 1, 1), "127.0.0.1");
    assertThat(failure(ssh.url(shop.bare), ssh.clientKey(), sha).message())
        .contains("too large")
        .contains("MB");
    sources = sources(new GitLimits(MINUTE, MINUTE, 1 << 30, 10, 1, 1), "127.0.0.1");
    assertThat(failure(ssh.url(shop.bare), ssh.clientKey(), sha).message())
        .contains("too large")
        .contains("10 objects");
    sources = sources(new GitLimits(MINUTE, Duration.ZERO, 1 << 30, 1000, 1, 1), "127.0.0.1");
    assertThat(failure(ssh.url(shop.bare), ssh.clientKey(), sha).message()).contains("took longer");
  }

  private GitSources sources(GitLimits limits, String... allowed) {
    return new GitSources(
        folder.resolve("mirrors"), AddressPolicy.allowing(List.of(allowed)), limits);
  }

  private String read(URI url, String key, CommitSha sha) throws Exception {
    Repository repository = shop.repository(url, key);
    try (Checkout checkout =
        sources.open(repository, Origin.own(ServedShop.MAIN), sha, new Cancellation())) {
      return new String(checkout.file("a.txt", 100).orElseThrow(), StandardCharsets.UTF_8);
    }
  }

  private Failure failure(URI url, @Nullable String key, CommitSha sha) {
    Repository repository = shop.repository(url, key);
    BuildFailedException failed =
        catchThrowableOfType(
            BuildFailedException.class,
            () ->
                sources
                    .open(repository, Origin.own(ServedShop.MAIN), sha, new Cancellation())
                    .close());
    assertThat(failed).isNotNull();
    assertThat(failed.failure().hint()).isNotEmpty();
    return failed.failure();
  }
}
