package dev.slipway.builder.checkout;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The tree of one commit, read straight from the mirror's packs: nothing is ever checked out to
 * disk, so nothing in a repository can touch this machine's files. Used by one thread at a time.
 */
final class TreeCheckout implements Checkout {
  private static final int MOST_LINKS = 8;
  private static final int LONGEST_TARGET = 4096;

  private final Repository repository;
  private final CommitSha commit;
  private final ObjectId tree;
  private final GitLimits limits;
  private final Runnable onDamage;
  private final OtherRefs others;
  private final ObjectReader reader;

  /**
   * Takes over the repository, which is closed with this.
   *
   * @param onDamage called when an object cannot be read
   * @param others brings other refs of the repository here
   */
  TreeCheckout(
      Repository repository,
      RevCommit commit,
      GitLimits limits,
      Runnable onDamage,
      OtherRefs others) {
    this.repository = repository;
    this.commit = new CommitSha(commit.name());
    this.tree = commit.getTree();
    this.limits = limits;
    this.onDamage = onDamage;
    this.others = others;
    this.reader = repository.newObjectReader();
  }

  @Override
  public CommitSha commit() {
    return commit;
  }

  @Override
  public Optional<byte[]> file(String path, int limit) throws IOException {
    return reading(() -> {
      ObjectId blob = blob(path);
      if (blob == null || reader.getObjectSize(blob, Constants.OBJ_BLOB) > limit) {
        return Optional.<byte[]>empty();
      }
      return Optional.of(reader.open(blob, Constants.OBJ_BLOB).getBytes(limit));
    });
  }

  @Override
  public boolean hasFolder(String path) throws IOException {
    return reading(() -> folder(path) != null);
  }

  @Override
  public void writeContext(String folder, String dockerfile, OutputStream tar) throws IOException {
    reading(() -> {
      ObjectId root = folder(folder);
      if (root == null) {
        throw new FileNotFoundException("there is no folder " + folder + " in the commit");
      }
      ContextWriter.ofContext(reader, limits, root, dockerfile).write(tar);
      return root;
    });
  }

  /** The name that git gives the folder's tree. */
  @Override
  public Optional<String> fingerprint(String folder) throws IOException {
    return reading(() -> Optional.ofNullable(folder(folder)).map(ObjectId::name));
  }

  @Override
  public void writeTree(OutputStream tar) throws IOException {
    reading(() -> {
      ContextWriter.ofAll(reader, limits, tree).write(tar);
      return tree;
    });
  }

  @Override
  public ChangedPaths changedSince(CommitSha base) throws IOException {
    return new History(repository).changed(base, tree);
  }

  @Override
  public Optional<CommitSha> mergeBase(GitRef branch) throws IOException, BuildFailedException {
    Optional<ObjectId> tip = others.fetch(branch);
    if (tip.isEmpty()) {
      return Optional.empty();
    }
    return reading(
        () -> new History(repository).mergeBase(ObjectId.fromString(commit.hex()), tip.get()));
  }

  @Override
  public void close() {
    reader.close();
    repository.close();
  }

  /** The file at that path, through links within the tree; null when there is none. */
  private @Nullable ObjectId blob(String path) throws IOException {
    Optional<String> at = TreePath.normal(path);
    for (int links = 0; at.isPresent() && links <= MOST_LINKS; links++) {
      String here = at.get();
      try (TreeWalk walk = here.isEmpty() ? null : TreeWalk.forPath(reader, here, tree)) {
        if (walk == null) {
          return null;
        }
        int mode = walk.getRawMode(0);
        if (FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode)) {
          return walk.getObjectId(0);
        }
        if (!FileMode.SYMLINK.equals(mode)) {
          return null;
        }
        at = TreePath.linked(here, linkTarget(walk.getObjectId(0)));
      }
    }
    return null;
  }

  private String linkTarget(ObjectId blob) throws IOException {
    byte[] target = reader.open(blob, Constants.OBJ_BLOB).getBytes(LONGEST_TARGET);
    return new String(target, StandardCharsets.UTF_8);
  }

  private @Nullable ObjectId folder(String path) throws IOException {
    Optional<String> normal = TreePath.normal(path);
    if (normal.isEmpty()) {
      return null;
    }
    if (normal.get().isEmpty()) {
      return tree;
    }
    try (TreeWalk walk = TreeWalk.forPath(reader, normal.get(), tree)) {
      return walk != null && FileMode.TREE.equals(walk.getRawMode(0)) ? walk.getObjectId(0) : null;
    }
  }

  private <T> T reading(Reading<T> work) throws IOException {
    try {
      return work.read();
    } catch (org.eclipse.jgit.errors.MissingObjectException
        | org.eclipse.jgit.errors.CorruptObjectException e) {
      onDamage.run();
      throw e;
    }
  }

  /** The other refs of the repository that this commit is to be compared with. */
  @FunctionalInterface
  interface OtherRefs {
    /** Brings one into the mirror, and says what it is at; empty when there is none. */
    Optional<ObjectId> fetch(GitRef ref) throws BuildFailedException;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }
}
