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
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets at code by JGit over https, ssh and http, with one bare mirror per repository and address:
 * what a fork sends never gets into the mirror of the repository itself.
 *
 * <p>The ref is asked for each time, and the commit must be part of what it is at now: a commit
 * that a forced push took away is not built, even where the forge would still hand it out. Many
 * forges hand out the commits of everybody's forks under the same address, so anything else would
 * let a deploy run what nobody ever merged.
 */
public final class GitSources implements Sources, RemoteHeads {
  private static final Logger LOG = LoggerFactory.getLogger(GitSources.class);
  private static final int SHA1_DIGITS = 40;

  private final Mirrors mirrors;
  private final Wires wires;
  private final GitLimits limits;
  private final GitAccess access;

  /** The same for repositories that are cloned with what was given to themselves. */
  public GitSources(Path directory, AddressPolicy policy, GitLimits limits) {
    this(directory, policy, limits, GitAccess.usual(directory));
  }

  /**
   * Changes how all of JGit in this process is configured: by nothing outside the mirrors.
   *
   * @param directory where the mirrors are kept; made when it is not there
   */
  public GitSources(Path directory, AddressPolicy policy, GitLimits limits, GitAccess access) {
    this.mirrors = new Mirrors(directory);
    this.wires = new Wires(policy, new KnownHosts(access.knownHosts()));
    this.limits = limits;
    this.access = access;
    BareSystemReader.install();
  }

  @Override
  public Checkout open(
      Repository repository, Origin origin, CommitSha sha, Cancellation cancellation)
      throws BuildFailedException {
    CloneAddress own = address(repository);
    CloneAddress address = CloneAddress.of(own, origin);
    if (sha.hex().length() > SHA1_DIGITS) {
      throw GitFailures.longSha(address.url(), sha);
    }
    MirrorLabel label = label(repository, own, address);
    Mirror mirror = mirrors.of(label, repository.name().value());
    RemoteElsewhere.Scope scope =
        new RemoteElsewhere.Scope(
            repository.id(),
            mirrors,
            wires,
            limits,
            access.submoduleHosts(),
            new AtomicInteger(),
            cancellation);
    Elsewhere elsewhere = RemoteElsewhere.of(scope, address, mirror.folder());
    Wanted wanted =
        new Wanted(label, remote(address), origin.ref(), sha, remote(own), elsewhere, cancellation);
    Checkout checkout =
        mirrors.holding(mirror, address.url(), cancellation, () -> openHealing(mirror, wanted));
    mirrors.packing().soon(mirror);
    return checkout;
  }

  /**
   * A file of a commit that was fetched before: nobody is asked for anything.
   *
   * @param limit in bytes
   * @return empty when the commit is not here, or there is no file at that path, or a larger one
   */
  public Optional<byte[]> kept(Repository repository, CommitSha sha, String path, int limit) {
    try {
      CloneAddress own = address(repository);
      Mirror mirror = mirrors.of(label(repository, own, own), repository.name().value());
      return mirror.isThere() ? kept(mirror, sha, path, limit) : Optional.empty();
    } catch (BuildFailedException | IOException e) {
      LOG.debug("{} at {} cannot be read", path, sha.abbreviated(), e);
      return Optional.empty();
    }
  }

  private static Optional<byte[]> kept(Mirror mirror, CommitSha sha, String path, int limit)
      throws IOException {
    try (org.eclipse.jgit.lib.Repository copy = mirror.opened()) {
      return new History(copy).file(sha, path, limit);
    }
  }

  @Override
  public Map<GitRef, CommitSha> of(Repository repository) throws IOException {
    try {
      return remote(address(repository)).heads();
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
    return remote(address(repository)).head(ref);
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
    org.eclipse.jgit.lib.Repository copy = mirror.open(wanted.label());
    try {
      Optional<ObjectId> tip = wanted.remote().fetch(copy, wanted.ref(), wanted.cancellation());
      if (tip.isEmpty()) {
        throw GitFailures.refGone(wanted.remote().url(), wanted.ref());
      }
      RevCommit commit = new History(copy).find(wanted.ref(), tip.get(), wanted.sha());
      OpenTree tree = new OpenTree(copy, commit.getTree(), wanted.elsewhere(), mirror::distrust);
      return new TreeCheckout(
          tree, new CommitSha(commit.name()), limits, ref -> other(mirror, copy, ref, wanted));
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
    return mirrors.holding(
        mirror,
        own.url(),
        wanted.cancellation(),
        () -> own.fetch(copy, ref, wanted.cancellation()));
  }

  private CloneAddress address(Repository repository) throws BuildFailedException {
    return CloneAddress.of(repository, access.credentials(), wires.policy());
  }

  private Remote remote(CloneAddress address) {
    return new Remote(address, wires, limits);
  }

  private static MirrorLabel label(Repository repository, CloneAddress own, CloneAddress address) {
    boolean fork = !address.url().equals(own.url());
    MirrorLabel.Kind kind = fork ? MirrorLabel.Kind.FORK : MirrorLabel.Kind.OWN;
    return new MirrorLabel(repository.id(), kind, address.url().toString());
  }

  /** What one call is after; {@code own} is the repository itself, also where a fork is wanted. */
  private record Wanted(
      MirrorLabel label,
      Remote remote,
      GitRef ref,
      CommitSha sha,
      Remote own,
      Elsewhere elsewhere,
      Cancellation cancellation) {}
}
