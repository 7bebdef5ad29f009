package dev.slipway.builder.checkout;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** What the commits in a mirror have to do with each other. Used by one thread at a time. */
final class History {
  /** Beyond it, saying which paths changed tells nobody anything. */
  static final int MOST_PATHS = 100_000;

  private final Repository mirror;

  History(Repository mirror) {
    this.mirror = mirror;
  }

  /** What the commit's author wrote about it. */
  String message(ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(mirror)) {
      return walk.parseCommit(commit).getFullMessage();
    }
  }

  /** A file of a commit; empty when one of them is not here, or it is larger than so many bytes. */
  Optional<byte[]> file(CommitSha named, String path, int limit) throws IOException {
    ObjectId commit = mirror.resolve(named.hex() + "^{commit}");
    if (commit == null) {
      return Optional.empty();
    }
    try (RevWalk walk = new RevWalk(mirror);
        TreeWalk file =
            TreeWalk.forPath(walk.getObjectReader(), path, walk.parseCommit(commit).getTree())) {
      if (file == null || !FileMode.REGULAR_FILE.equals(file.getRawMode(0))) {
        return Optional.empty();
      }
      ObjectLoader content = mirror.open(file.getObjectId(0), Constants.OBJ_BLOB);
      return content.getSize() > limit ? Optional.empty() : Optional.of(content.getBytes(limit));
    }
  }

  /**
   * The commit of that name, or behind the tag object of that name, which must be part of what the
   * ref is at; an abbreviated name is completed among just those.
   *
   * @param tip what the ref is at
   * @throws BuildFailedException when there is no such commit, or more than one
   */
  RevCommit find(GitRef ref, ObjectId tip, CommitSha named)
      throws BuildFailedException, IOException {
    try (ObjectReader reader = mirror.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      RevCommit head = walk.parseCommit(tip);
      Set<RevCommit> found = new LinkedHashSet<>();
      boolean other = false;
      for (ObjectId candidate : candidates(reader, named)) {
        RevObject object = walk.peel(walk.parseAny(candidate));
        other |= !(object instanceof RevCommit);
        if (object instanceof RevCommit commit && isPartOf(walk, commit, head)) {
          found.add(commit);
        }
      }
      if (found.size() > 1) {
        throw GitFailures.ambiguous(ref, named, found.stream().map(RevCommit::name).toList());
      }
      if (found.isEmpty()) {
        readAll(walk, head);
        throw other && named.isFull()
            ? GitFailures.noCommit(ref, named)
            : GitFailures.notReachable(ref, named);
      }
      return found.iterator().next();
    } catch (IncorrectObjectTypeException _) {
      throw GitFailures.noCommit(ref, named);
    } catch (MissingObjectException e) {
      throw new IOException("the mirror lacks an object that it had", e);
    }
  }

  /** The newest commit that both have in common; empty when they have none. */
  Optional<CommitSha> mergeBase(ObjectId one, ObjectId other) throws IOException {
    try (RevWalk walk = new RevWalk(mirror)) {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(walk.parseCommit(one));
      walk.markStart(walk.parseCommit(other));
      return Optional.ofNullable(walk.next()).map(base -> new CommitSha(base.name()));
    }
  }

  /** How a tree differs from that of a commit, which need not be here any more. */
  ChangedPaths changed(CommitSha base, ObjectId tree) throws IOException {
    try (ObjectReader reader = mirror.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      List<ObjectId> candidates = candidates(reader, base);
      if (candidates.size() != 1) {
        return gone(base);
      }
      return changed(reader, walk.parseCommit(candidates.getFirst()).getTree(), tree);
    } catch (MissingObjectException | IncorrectObjectTypeException _) {
      return gone(base);
    }
  }

  private static ChangedPaths changed(ObjectReader reader, ObjectId before, ObjectId after)
      throws IOException {
    List<String> paths = new ArrayList<>();
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.setRecursive(true);
      walk.setFilter(TreeFilter.ANY_DIFF);
      walk.addTree(before);
      walk.addTree(after);
      while (walk.next()) {
        if (paths.size() == MOST_PATHS) {
          return new ChangedPaths.Unknown("more than " + MOST_PATHS + " paths changed");
        }
        paths.add(walk.getPathString());
      }
    }
    return new ChangedPaths.Known(paths);
  }

  private static ChangedPaths gone(CommitSha base) {
    return new ChangedPaths.Unknown("commit " + base.abbreviated() + " is not to be had any more");
  }

  private static List<ObjectId> candidates(ObjectReader reader, CommitSha named)
      throws IOException {
    if (named.isFull()) {
      ObjectId id = ObjectId.fromString(named.hex());
      return reader.has(id) ? List.of(id) : List.of();
    }
    return List.copyOf(reader.resolve(AbbreviatedObjectId.fromString(named.hex())));
  }

  private static boolean isPartOf(RevWalk walk, RevCommit commit, RevCommit head)
      throws IOException {
    return commit.equals(head) || walk.isMergedInto(commit, head);
  }

  /** Tells a commit that is elsewhere from a mirror that lost some: then this fails. */
  private static void readAll(RevWalk walk, RevCommit head) throws IOException {
    walk.reset();
    walk.markStart(head);
    RevCommit commit = walk.next();
    while (commit != null) {
      commit = walk.next();
    }
  }
}
