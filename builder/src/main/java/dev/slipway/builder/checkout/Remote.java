package dev.slipway.builder.checkout;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Failure;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.BasePackFetchConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;

/** A repository on a forge, as it is reached at one address. Safe for concurrent use. */
final class Remote {
  /** Refs that are listed at most; beyond it a list is of no use to anybody here. */
  static final int MOST_REFS = 20_000;

  private static final List<RefSpec> BRANCHES_AND_TAGS =
      List.of(new RefSpec("refs/heads/*:refs/heads/*"), new RefSpec("refs/tags/*:refs/tags/*"));
  private static final long LONGEST_LIST = 64 << 20;
  private static final Duration LIST_TIME = Duration.ofMinutes(2);

  private final CloneAddress address;
  private final Wires wires;
  private final GitLimits limits;

  Remote(CloneAddress address, Wires wires, GitLimits limits) {
    this.address = address;
    this.wires = wires;
    this.limits = limits;
  }

  URI url() {
    return address.url();
  }

  /**
   * Brings a mirror up to date with a ref.
   *
   * @return the object that the ref is at; empty when it is gone
   * @throws BuildFailedException when the forge, or what lies between, is the reason
   * @throws IOException when the mirror may be
   */
  Optional<ObjectId> fetch(Repository mirror, GitRef ref, Cancellation cancellation)
      throws BuildFailedException, IOException {
    return fetching(
        cancellation,
        List.of(new RefSpec(ref.name())),
        mirror,
        (connection, budget) -> {
          Ref there = connection.getRef(ref.name());
          return there == null
              ? Optional.<ObjectId>empty()
              : Optional.of(new RefFetch(mirror, url(), ref).run(connection, there, budget));
        });
  }

  /**
   * Brings a commit, which must be part of one of the repository's branches or tags, and all that
   * it consists of.
   *
   * @return whether it is part of one
   * @throws BuildFailedException as above
   * @throws IOException as above
   */
  boolean fetchPinned(Repository mirror, ObjectId commit, Cancellation cancellation)
      throws BuildFailedException, IOException {
    return fetching(
        cancellation,
        BRANCHES_AND_TAGS,
        mirror,
        (connection, budget) -> {
          List<Ref> there = connection.getRefs().stream().filter(Remote::isBranchOrTag).toList();
          if (there.size() > MOST_REFS) {
            throw GitFailures.tooManyRefs(url());
          }
          return new PinFetch(mirror, url(), commit).run(connection, there, budget);
        });
  }

  private <T> T fetching(
      Cancellation cancellation, List<RefSpec> wanted, Repository mirror, Fetching<T> work)
      throws BuildFailedException, IOException {
    FetchBudget budget = new FetchBudget(limits, cancellation);
    try (Wire wire = wires.to(address, budget);
        Transport transport = transport(mirror, wire);
        Cancellation.Registration _ = cancellation.onCancel(wire::abort)) {
      try (FetchConnection connection = open(transport, wanted)) {
        return work.run(connection, budget);
      } catch (IOException e) {
        if (cancellation.canceled()) {
          throw new CancellationException("told to stop while fetching " + url());
        }
        Optional<Failure> known = GitFailures.ofFetch(url(), limits, wire, budget, e);
        if (known.isPresent()) {
          throw new BuildFailedException(known.get(), e);
        }
        throw e;
      }
    }
  }

  /** The commit that a ref is at just now, behind an annotated tag too; empty without the ref. */
  Optional<CommitSha> head(GitRef ref) throws BuildFailedException {
    return list(
        List.of(new RefSpec(ref.name())),
        connection -> {
          Ref there = connection.getRef(ref.name());
          return there == null ? Optional.empty() : Optional.of(commit(there));
        });
  }

  /** Where all branches and tags are just now. */
  Map<GitRef, CommitSha> heads() throws BuildFailedException {
    return list(
        BRANCHES_AND_TAGS,
        connection -> {
          Map<GitRef, CommitSha> heads = new HashMap<>();
          for (Ref there : connection.getRefs()) {
            if (isBranchOrTag(there) && heads.size() == MOST_REFS) {
              throw GitFailures.tooManyRefs(url());
            }
            if (isBranchOrTag(there)) {
              name(there).ifPresent(ref -> heads.put(ref, commit(there)));
            }
          }
          return heads;
        });
  }

  private <T> T list(List<RefSpec> wanted, Listing<T> listing) throws BuildFailedException {
    GitLimits brief = limits.forList(LIST_TIME, LONGEST_LIST);
    FetchBudget budget = new FetchBudget(brief, new Cancellation());
    try (Wire wire = wires.to(address, budget);
        Repository nothing = new InMemoryRepository(new DfsRepositoryDescription());
        Transport transport = transport(nothing, wire)) {
      try (FetchConnection connection = open(transport, wanted)) {
        return listing.read(connection);
      } catch (IOException e) {
        if (budget.exceeded() == FetchBudget.Exceeded.BYTES) {
          throw GitFailures.tooManyRefs(url());
        }
        Optional<Failure> known = GitFailures.ofFetch(url(), brief, wire, budget, e);
        throw known
            .map(failure -> new BuildFailedException(failure, e))
            .orElseGet(() -> GitFailures.unusable(url(), e));
      }
    } catch (IOException e) {
      throw GitFailures.unusable(url(), e);
    }
  }

  private static boolean isBranchOrTag(Ref there) {
    String name = there.getName();
    return there.getObjectId() != null
        && (name.startsWith("refs/heads/") || name.startsWith("refs/tags/"));
  }

  /** Empty for the few names that git allows and a build cannot be of. */
  private static Optional<GitRef> name(Ref there) {
    try {
      return Optional.of(new GitRef(there.getName()));
    } catch (InvalidValueException _) {
      return Optional.empty();
    }
  }

  private static CommitSha commit(Ref there) {
    ObjectId behindTag = there.getPeeledObjectId();
    return new CommitSha((behindTag == null ? there.getObjectId() : behindTag).name());
  }

  private FetchConnection open(Transport transport, List<RefSpec> wanted)
      throws IOException, BuildFailedException {
    FetchConnection connection = transport.openFetch(wanted);
    if (connection instanceof BasePackFetchConnection) {
      return connection;
    }
    connection.close();
    throw GitFailures.dumbServer(url());
  }

  private Transport transport(Repository mirror, Wire wire) throws IOException {
    Transport transport = wire.transport(mirror);
    transport.setTimeout(Math.toIntExact(Math.max(1, limits.silence().toSeconds())));
    transport.setTagOpt(TagOpt.NO_TAGS);
    transport.setFetchThin(true);
    transport.setObjectChecker(
        new ObjectChecker().setAllowInvalidPersonIdent(true).setAllowLeadingZeroFileMode(true));
    return transport;
  }

  @FunctionalInterface
  private interface Fetching<T> {
    T run(FetchConnection connection, FetchBudget budget) throws BuildFailedException, IOException;
  }

  @FunctionalInterface
  private interface Listing<T> {
    T read(FetchConnection connection) throws BuildFailedException;
  }
}
