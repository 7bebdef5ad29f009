package dev.slipway.builder.checkout;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.source.RepositoryId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Fetches what a repository's tree points to: submodules into mirrors of their own, large files
 * into a cache beside the repository's. Used by one thread at a time.
 */
final class RemoteElsewhere implements Elsewhere {
  /** Submodules within submodules. */
  static final int DEEPEST = 5;

  /** In one checkout, at all depths together. */
  static final int MOST = 100;

  private final Scope scope;
  private final CloneAddress address;
  private final Path mirror;
  private final int depth;

  private RemoteElsewhere(Scope scope, CloneAddress address, Path mirror, int depth) {
    this.scope = scope;
    this.address = address;
    this.mirror = mirror;
    this.depth = depth;
  }

  /**
   * What the repository itself points to.
   *
   * @param mirror the folder of its mirror
   */
  static RemoteElsewhere of(Scope scope, CloneAddress address, Path mirror) {
    return new RemoteElsewhere(scope, address, mirror, 0);
  }

  @Override
  public OpenTree submodule(String path, String url, ObjectId commit) throws IOException {
    if (depth == DEEPEST) {
      throw ContextRefusedException.of(
          path,
          "is a submodule more than " + DEEPEST + " deep within others",
          "add it to the repository itself");
    }
    if (scope.opened().incrementAndGet() > MOST) {
      throw ContextRefusedException.of(
          path,
          "is one of more than " + MOST + " submodules",
          "put some of them together, or leave them out by .dockerignore");
    }
    CloneAddress there = new SubmoduleAddress(path, address, scope.hosts()).resolve(url);
    try {
      there.check(scope.wires().policy());
      return fetched(path, there, commit);
    } catch (BuildFailedException e) {
      throw ContextRefusedException.because(GitFailures.ofSubmodule(path, e));
    }
  }

  @Override
  public Map<String, Path> largeFiles(Map<String, LfsPointer> wanted) throws IOException {
    FetchBudget budget = new FetchBudget(scope.limits(), scope.cancellation());
    LfsCache cache = new LfsCache(mirror.resolve("lfs"));
    return new LfsFetch(address, scope.wires(), budget, cache).bring(wanted);
  }

  private OpenTree fetched(String path, CloneAddress there, ObjectId commit)
      throws BuildFailedException {
    MirrorLabel label =
        new MirrorLabel(scope.repository(), MirrorLabel.Kind.SUBMODULE, there.url().toString());
    Mirror copy = scope.mirrors().of(label, there.url().getHost() + there.url().getPath());
    return scope
        .mirrors()
        .holding(
            copy,
            there.url(),
            scope.cancellation(),
            () -> opened(copy, label, path, there, commit));
  }

  private OpenTree opened(
      Mirror copy, MirrorLabel label, String path, CloneAddress there, ObjectId commit)
      throws BuildFailedException, IOException {
    Remote remote = new Remote(there, scope.wires(), scope.limits());
    Repository repository = copy.open(label);
    try {
      if (!new PinFetch(repository, there.url(), commit).done()
          && !remote.fetchPinned(repository, commit, scope.cancellation())) {
        throw GitFailures.pinNotReachable(path, there.url(), commit.name());
      }
      scope.mirrors().packing().soon(copy);
      try (RevWalk walk = new RevWalk(repository)) {
        RemoteElsewhere below = new RemoteElsewhere(scope, there, copy.folder(), depth + 1);
        return new OpenTree(repository, walk.parseCommit(commit).getTree(), below, copy::distrust);
      }
    } catch (BuildFailedException | IOException | RuntimeException e) {
      repository.close();
      throw e;
    }
  }

  /**
   * What all repositories of one checkout share.
   *
   * @param hosts that submodules may be on, besides the own one
   * @param opened how many submodules were opened so far
   */
  record Scope(
      RepositoryId repository,
      Mirrors mirrors,
      Wires wires,
      GitLimits limits,
      Set<String> hosts,
      AtomicInteger opened,
      Cancellation cancellation) {}
}
