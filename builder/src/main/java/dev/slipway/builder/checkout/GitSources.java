package dev.slipway.builder.checkout;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Sources;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.RemoteHeads;
import dev.slipway.core.source.Repository;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets at code by JGit over https and http, with one bare mirror per repository and address: what a
 * fork sends never gets into the mirror of the repository itself.
 *
 * <p>The ref is asked for each time, and the commit must be part of what it is at now: a commit
 * that a forced push took away is not built, even where the forge would still hand it out. Many
 * forges hand out the commits of everybody's forks under the same address, so anything else would
 * let a deploy run what nobody ever merged.
 */
public final class GitSources implements Sources, RemoteHeads {
  private static final Logger LOG = LoggerFactory.getLogger(GitSources.class);
  private static final int SHA1_DIGITS = 40;
  private static final int LONGEST_NAME = 100;

  private final Path directory;
  private final AddressPolicy policy;
  private final GitLimits limits;
  private final SSLSocketFactory sockets;
  private final Map<Path, Mirror> mirrors = new ConcurrentHashMap<>();

  /**
   * Changes how all of JGit in this process is configured: by nothing outside the mirrors.
   *
   * @param directory where the mirrors are kept; made when it is not there
   */
  public GitSources(Path directory, AddressPolicy policy, GitLimits limits) {
    this.directory = directory;
    this.policy = policy;
    this.limits = limits;
    this.sockets = new GuardedTlsSockets((SSLSocketFactory) SSLSocketFactory.getDefault(), policy);
    BareSystemReader.install();
  }

  @Override
  public Checkout open(
      Repository repository, Origin origin, CommitSha sha, Cancellation cancellation)
      throws BuildFailedException {
    Remote own = remote(CloneAddress.of(repository, policy));
    Remote remote = remote(CloneAddress.of(repository, origin, policy));
    if (sha.hex().length() > SHA1_DIGITS) {
      throw GitFailures.longSha(remote.url(), sha);
    }
    Mirror mirror = mirrorOf(repository, remote.url());
    Wanted wanted = new Wanted(remote, origin.ref(), sha, own, cancellation);
    return holding(mirror, remote.url(), cancellation, () -> openHealing(mirror, wanted));
  }

  @Override
  public Map<GitRef, CommitSha> of(Repository repository) throws IOException {
    try {
      return remote(CloneAddress.of(repository, policy)).heads();
    } catch (BuildFailedException e) {
      throw new IOException(e.failure().message() + "; " + e.failure().hint(), e);
    }
  }

  /**
   * Asks the forge for the commit that a ref is at just now.
   *
   * @return empty when there is no such ref
   * @throws BuildFailedException when the repository cannot be asked
   */
  public Optional<CommitSha> resolve(Repository repository, GitRef ref)
      throws BuildFailedException {
    return remote(CloneAddress.of(repository, policy)).head(ref);
  }

  /** A mirror that cannot be used is dropped and fetched anew, once. */
  private Checkout openHealing(Mirror mirror, Wanted wanted)
      throws BuildFailedException, IOException {
    try {
      return openOnce(mirror, wanted);
    } catch (IOException | IllegalStateException | IndexOutOfBoundsException e) {
      wanted.cancellation().check();
      LOG.warn("the mirror of {} cannot be used and is fetched anew", wanted.remote().url(), e);
      mirror.drop();
    }
    try {
      return openOnce(mirror, wanted);
    } catch (IOException e) {
      mirror.drop();
      throw GitFailures.unusable(wanted.remote().url(), e);
    }
  }

  private Checkout openOnce(Mirror mirror, Wanted wanted) throws BuildFailedException, IOException {
    org.eclipse.jgit.lib.Repository copy = mirror.open();
    try {
      Optional<ObjectId> tip = wanted.remote().fetch(copy, wanted.ref(), wanted.cancellation());
      if (tip.isEmpty()) {
        throw GitFailures.refGone(wanted.remote().url(), wanted.ref());
      }
      RevCommit commit = new History(copy).find(wanted.ref(), tip.get(), wanted.sha());
      copy.autoGC(NullProgressMonitor.INSTANCE);
      return new TreeCheckout(
          copy, commit, limits, mirror::distrust, ref -> other(mirror, copy, ref, wanted));
    } catch (BuildFailedException | IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  /** Another ref of the repository itself, fetched into the same mirror. */
  private Optional<ObjectId> other(
      Mirror mirror, org.eclipse.jgit.lib.Repository copy, GitRef ref, Wanted wanted)
      throws BuildFailedException {
    Remote own = wanted.own();
    return holding(
        mirror,
        own.url(),
        wanted.cancellation(),
        () -> own.fetch(copy, ref, wanted.cancellation()));
  }

  private <T> T holding(Mirror mirror, URI url, Cancellation cancellation, Holding<T> work)
      throws BuildFailedException {
    try {
      Files.createDirectories(directory);
      try (Mirror.Hold _ = mirror.hold(cancellation)) {
        return work.run();
      }
    } catch (IOException e) {
      throw GitFailures.mirror(url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GitFailures.interrupted(url, e);
    }
  }

  private Remote remote(CloneAddress address) {
    return new Remote(address, policy, sockets, limits);
  }

  private Mirror mirrorOf(Repository repository, URI url) {
    String identity = repository.id() + "\n" + url;
    String readable = repository.name().value().replace('/', '_');
    String name =
        readable.substring(0, Math.min(readable.length(), LONGEST_NAME))
            + "-"
            + Digests.sha256(identity.getBytes(StandardCharsets.UTF_8)).substring(0, 16)
            + ".git";
    return mirrors.computeIfAbsent(directory.resolve(name), Mirror::new);
  }

  /** What one call is after; {@code own} is the repository itself, also where a fork is wanted. */
  private record Wanted(
      Remote remote, GitRef ref, CommitSha sha, Remote own, Cancellation cancellation) {}

  @FunctionalInterface
  private interface Holding<T> {
    T run() throws BuildFailedException, IOException;
  }
}
