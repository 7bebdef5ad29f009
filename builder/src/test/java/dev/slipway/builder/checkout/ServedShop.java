package dev.slipway.builder.checkout;

import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import dev.slipway.core.source.testing.GitHttpServer;
import dev.slipway.core.source.testing.WorkTree;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The repository acme/shop and its fork on a real git server, with a developer's work tree. */
final class ServedShop implements AutoCloseable {
  static final GitRef MAIN = GitRef.ofBranch("main");
  private static final String NAME = "acme/shop";
  private static final String FORK = "stranger/shop";

  final GitHttpServer server;
  final Path bare;
  final WorkTree work;
  private final Path folder;

  private ServedShop(Path folder) throws IOException {
    this.folder = folder;
    this.server = GitHttpServer.start(Files.createDirectory(folder.resolve("served")));
    this.bare = server.create(NAME);
    server.create(FORK);
    this.work = WorkTree.init(folder.resolve("work"), server.url(NAME));
  }

  static ServedShop in(Path folder) throws IOException {
    return new ServedShop(folder);
  }

  /** Sources whose mirrors are in a folder of that name. */
  GitSources sources(String mirrors) {
    return new GitSources(
        folder.resolve(mirrors), AddressPolicy.allowing(List.of("127.0.0.1")), GitLimits.DEFAULT);
  }

  /** The same, with submodules allowed on these hosts as well. */
  GitSources sources(String mirrors, Set<String> submoduleHosts) {
    Path directory = folder.resolve(mirrors);
    return new GitSources(
        directory,
        AddressPolicy.allowing(List.of("127.0.0.1", "localhost")),
        GitLimits.DEFAULT,
        new GitAccess(CloneCredentials.OWN, submoduleHosts, directory.resolve("known_hosts")));
  }

  URI forkUrl() {
    return server.url(FORK);
  }

  /** Pushes what is checked out to a ref of the fork. */
  void pushToFork(String ref) throws IOException {
    work.git("push", "--quiet", "--force", forkUrl().toString(), "HEAD:" + ref);
  }

  Checkout open(GitSources sources, Origin origin, CommitSha sha) throws BuildFailedException {
    return sources.open(repository(null), origin, sha, new Cancellation());
  }

  Checkout open(GitSources sources, GitRef ref, CommitSha sha) throws BuildFailedException {
    return open(sources, Origin.own(ref), sha);
  }

  Repository repository(@Nullable String token) {
    return repository(server.url(NAME), token);
  }

  /** The same, cloned from another address. */
  Repository repository(URI url, @Nullable String token) {
    return new Repository(
        new RepositoryId("rep_1"),
        Forge.GIT,
        new RepositoryName(NAME),
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

  @Override
  public void close() {
    server.close();
  }
}
