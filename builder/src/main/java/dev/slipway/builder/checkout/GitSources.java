package dev.slipway.builder.checkout;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.Sources;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.net.ForbiddenAddressException;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets at code by JGit over https and http, with one bare mirror per repository and clone address.
 *
 * <p>The ref is asked for each time, and the commit must be part of what it is at now: a commit
 * that a forced push took away is not built, even where the forge would still hand it out. Many
 * forges hand out the commits of everybody's forks under the same address, so anything else would
 * let a deploy run what nobody ever merged.
 */
public final class GitSources implements Sources {
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
      dev.slipway.core.source.Repository repository,
      Origin origin,
      CommitSha sha,
      Cancellation cancellation)
      throws BuildFailedException {
    URI url = repository.cloneUrl();
    GitRef ref = origin.ref();
    checkAddress(repository);
    if (sha.hex().length() != SHA1_DIGITS) {
      throw GitFailures.longSha(url, sha);
    }
    Wanted wanted =
        new Wanted(url, ref, sha, new RemoteRef(url, ref, repository.cloneToken()), cancellation);
    try {
      Files.createDirectories(directory);
      Mirror mirror = mirrorOf(repository);
      try (Mirror.Hold _ = mirror.hold(cancellation)) {
        return openHealing(mirror, wanted);
      }
    } catch (IOException e) {
      throw GitFailures.mirror(url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GitFailures.interrupted(url, e);
    }
  }

  /**
   * Asks the forge for the commit that a ref is at just now.
   *
   * @return empty when there is no such ref
   * @throws BuildFailedException when the repository cannot be asked
   */
  public Optional<CommitSha> resolve(dev.slipway.core.source.Repository repository, GitRef ref)
      throws BuildFailedException {
    URI url = repository.cloneUrl();
    checkAddress(repository);
    FetchBudget budget = new FetchBudget(limits, new Cancellation());
    GuardedHttp http = new GuardedHttp(url, policy, sockets, budget);
    RemoteRef remote = new RemoteRef(url, ref, repository.cloneToken());
    try (Repository nothing = new InMemoryRepository(new DfsRepositoryDescription())) {
      return remote.ask(nothing, http).map(commit -> new CommitSha(commit.name()));
    } catch (IOException e) {
      Optional<Failure> known = GitFailures.ofFetch(url, limits, http, budget, e);
      throw known
          .map(failure -> new BuildFailedException(failure, e))
          .orElseGet(() -> GitFailures.mirror(url, e));
    }
  }

  /** A mirror that cannot be used is dropped and fetched anew, once. */
  private Checkout openHealing(Mirror mirror, Wanted wanted)
      throws BuildFailedException, IOException {
    try {
      return openOnce(mirror, wanted);
    } catch (IOException | IllegalStateException | IndexOutOfBoundsException e) {
      wanted.cancellation().check();
      LOG.warn("the mirror of {} cannot be used and is fetched anew", wanted.url(), e);
      mirror.drop();
    }
    try {
      return openOnce(mirror, wanted);
    } catch (IOException e) {
      mirror.drop();
      throw GitFailures.unusable(wanted.url(), e);
    }
  }

  private Checkout openOnce(Mirror mirror, Wanted wanted) throws BuildFailedException, IOException {
    Repository repository = mirror.open();
    try {
      ObjectId tip = fetch(repository, wanted);
      RevCommit commit = reachable(repository, tip, wanted);
      repository.autoGC(NullProgressMonitor.INSTANCE);
      return new TreeCheckout(repository, commit, limits, mirror::distrust);
    } catch (BuildFailedException | IOException | RuntimeException e) {
      repository.close();
      throw e;
    }
  }

  private ObjectId fetch(Repository repository, Wanted wanted)
      throws BuildFailedException, IOException {
    FetchBudget budget = new FetchBudget(limits, wanted.cancellation());
    GuardedHttp http = new GuardedHttp(wanted.url(), policy, sockets, budget);
    try {
      return wanted.remote().fetch(repository, http, budget, wanted.cancellation());
    } catch (IOException e) {
      if (wanted.cancellation().canceled()) {
        throw new CancellationException("told to stop while fetching " + wanted.url());
      }
      Optional<Failure> known = GitFailures.ofFetch(wanted.url(), limits, http, budget, e);
      if (known.isPresent()) {
        throw new BuildFailedException(known.get(), e);
      }
      throw e;
    }
  }

  private static RevCommit reachable(Repository repository, ObjectId tip, Wanted wanted)
      throws BuildFailedException, IOException {
    ObjectId named = ObjectId.fromString(wanted.sha().hex());
    try (RevWalk walk = new RevWalk(repository)) {
      if (!repository.getObjectDatabase().has(named)) {
        readAll(walk, walk.parseCommit(tip));
        throw GitFailures.notReachable(wanted.ref(), wanted.sha());
      }
      RevCommit commit = walk.parseCommit(named);
      RevCommit head = walk.parseCommit(tip);
      if (!commit.equals(head) && !walk.isMergedInto(commit, head)) {
        throw GitFailures.notReachable(wanted.ref(), wanted.sha());
      }
      return commit;
    } catch (IncorrectObjectTypeException _) {
      throw GitFailures.noCommit(wanted.ref(), wanted.sha());
    } catch (MissingObjectException e) {
      throw new IOException("the mirror lacks an object that it had", e);
    }
  }

  /** Tells a commit that is elsewhere from a mirror that lost some: then this fails. */
  private static void readAll(RevWalk walk, RevCommit head) throws IOException {
    walk.markStart(head);
    RevCommit commit = walk.next();
    while (commit != null) {
      commit = walk.next();
    }
  }

  private void checkAddress(dev.slipway.core.source.Repository repository)
      throws BuildFailedException {
    URI url = repository.cloneUrl();
    String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    boolean https = scheme.equals("https");
    if ((!https && !scheme.equals("http")) || url.getHost() == null || url.getUserInfo() != null) {
      throw GitFailures.scheme(url);
    }
    if (!https && repository.cloneToken() != null && !staysInside(url)) {
      throw GitFailures.tokenInTheClear(url);
    }
  }

  /** A host that cannot be resolved is left to the fetch, which says so in its own words. */
  private boolean staysInside(URI url) {
    try {
      List<InetAddress> addresses = policy.resolve(url.getHost());
      return addresses.stream().noneMatch(AddressPolicy::isPublic);
    } catch (UnknownHostException | ForbiddenAddressException _) {
      return true;
    }
  }

  private Mirror mirrorOf(dev.slipway.core.source.Repository repository) {
    String identity = repository.id() + "\n" + repository.cloneUrl();
    String readable = repository.name().value().replace('/', '_');
    String name =
        readable.substring(0, Math.min(readable.length(), LONGEST_NAME))
            + "-"
            + Digests.sha256(identity.getBytes(StandardCharsets.UTF_8)).substring(0, 16)
            + ".git";
    return mirrors.computeIfAbsent(directory.resolve(name), Mirror::new);
  }

  /** What one call is after. */
  private record Wanted(
      URI url, GitRef ref, CommitSha sha, RemoteRef remote, Cancellation cancellation) {}
}
