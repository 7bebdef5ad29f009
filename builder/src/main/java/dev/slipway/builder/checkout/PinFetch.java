package dev.slipway.builder.checkout;

import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;

/**
 * How the objects of one commit get into the mirror, when nobody says which ref it is part of: a
 * submodule's. Forges hand out the commits of everybody's forks under one address, so it must be
 * part of one of the repository's own branches or tags. What was brought once is kept, and not
 * asked for again: the commit's name says all about its content.
 */
final class PinFetch {
  private final Repository mirror;
  private final URI url;
  private final ObjectId commit;

  PinFetch(Repository mirror, URI url, ObjectId commit) {
    this.mirror = mirror;
    this.url = url;
    this.commit = commit;
  }

  /** Whether it was brought before. */
  boolean done() throws IOException {
    return mirror.exactRef(localName()) != null && mirror.getObjectDatabase().has(commit);
  }

  /**
   * Brings it.
   *
   * @param there the branches and tags that the forge has
   * @return whether it is part of one of them
   */
  boolean run(FetchConnection connection, List<Ref> there, FetchBudget budget) throws IOException {
    List<Ref> tips = there.stream().filter(ref -> isTip(ref)).limit(1).toList();
    List<Ref> wanted = tips.isEmpty() ? there : tips;
    if (wanted.isEmpty()) {
      return false;
    }
    connection.setPackLockMessage("slipway fetches " + commit.name());
    Collection<PackLock> locks = List.of();
    try {
      connection.fetch(budget, wanted, Set.of());
      locks = connection.getPackLocks();
      if (!isPartOf(wanted)) {
        return false;
      }
      if (!MirrorRefs.complete(mirror, commit)) {
        throw new IOException(url + " did not send everything that " + commit + " consists of");
      }
      MirrorRefs.remember(mirror, localName(), commit);
      return true;
    } finally {
      for (PackLock lock : locks) {
        lock.unlock();
      }
    }
  }

  private boolean isTip(Ref ref) {
    return commit.equals(ref.getObjectId()) || commit.equals(ref.getPeeledObjectId());
  }

  private boolean isPartOf(List<Ref> refs) throws IOException {
    if (!mirror.getObjectDatabase().has(commit)) {
      return false;
    }
    try (RevWalk walk = new RevWalk(mirror)) {
      RevCommit wanted = walk.parseCommit(commit);
      for (Ref ref : refs) {
        if (walk.peel(walk.parseAny(ref.getObjectId())) instanceof RevCommit tip) {
          walk.markStart(tip);
        }
      }
      for (RevCommit at = walk.next(); at != null; at = walk.next()) {
        if (at.equals(wanted)) {
          return true;
        }
      }
      return false;
    } catch (MissingObjectException e) {
      throw new IOException(url + " did not send everything that its branches consist of", e);
    }
  }

  private String localName() {
    return MirrorRefs.PREFIX + "pinned/" + commit.name();
  }
}
