package dev.slipway.builder.checkout;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The tree of one commit, read straight from the mirror's packs: nothing is ever checked out to
 * disk, so nothing in a repository can touch this machine's files. Used by one thread at a time.
 */
final class TreeCheckout implements Checkout {
  private static final int MOST_LINKS = 8;
  private static final int LONGEST_TARGET = 4096;

  private final OpenTree tree;
  private final CommitSha commit;
  private final GitLimits limits;
  private final OtherRefs others;

  /**
   * Takes over the tree, which is closed with this.
   *
   * @param others brings other refs of the repository here
   */
  TreeCheckout(OpenTree tree, CommitSha commit, GitLimits limits, OtherRefs others) {
    this.tree = tree;
    this.commit = commit;
    this.limits = limits;
    this.others = others;
  }

  @Override
  public CommitSha commit() {
    return commit;
  }

  @Override
  public String message() throws IOException {
    ObjectId own = ObjectId.fromString(commit.hex());
    return reading(() -> new History(tree.repository()).message(own));
  }

  @Override
  public Optional<byte[]> file(String path, int limit) throws IOException {
    return reading(() -> {
      Optional<OpenTree.Place> file = throughLinks(path);
      if (file.isEmpty() || size(file.get()) > limit) {
        return Optional.<byte[]>empty();
      }
      OpenTree in = file.get().in();
      return Optional.of(in.reader().open(file.get().id(), Constants.OBJ_BLOB).getBytes(limit));
    });
  }

  @Override
  public List<String> filesNamed(Predicate<String> wanted, int most) throws IOException {
    return reading(() -> {
      List<String> found = new ArrayList<>();
      try (TreeWalk walk = new TreeWalk(tree.reader())) {
        walk.addTree(tree.place().id());
        for (long seen = 0; found.size() < most && seen < limits.contextFiles(); seen++) {
          if (!walk.next()) {
            break;
          }
          if (FileMode.TREE.equals(walk.getRawMode(0))) {
            walk.enterSubtree();
          } else if (isFile(walk) && wanted.test(walk.getNameString())) {
            found.add(walk.getPathString());
          }
        }
      }
      return found;
    });
  }

  private static boolean isFile(TreeWalk walk) {
    return FileMode.REGULAR_FILE.equals(walk.getRawMode(0))
        || FileMode.EXECUTABLE_FILE.equals(walk.getRawMode(0));
  }

  @Override
  public boolean hasFolder(String path) throws IOException {
    return reading(() -> folder(path).isPresent());
  }

  @Override
  public void writeContext(String folder, String dockerfile, OutputStream tar) throws IOException {
    reading(() -> {
      OpenTree.Place root =
          folder(folder)
              .orElseThrow(() ->
                  new FileNotFoundException("there is no folder " + folder + " in the commit"));
      List<ContextEntry> entries = ContextListing.ofContext(root, dockerfile, limits);
      new ContextWriter(entries, limits).write(tar);
      return root;
    });
  }

  /** The name that git gives the folder's tree. */
  @Override
  public Optional<String> fingerprint(String folder) throws IOException {
    return reading(() -> folder(folder).map(place -> place.id().name()));
  }

  @Override
  public void writeTree(OutputStream tar) throws IOException {
    reading(() -> {
      List<ContextEntry> entries = ContextListing.ofAll(tree, limits);
      new ContextWriter(entries, limits).write(tar);
      return tree;
    });
  }

  @Override
  public ChangedPaths changedSince(CommitSha base) throws IOException {
    return new History(tree.repository()).changed(base, tree.place().id());
  }

  @Override
  public Optional<CommitSha> mergeBase(GitRef branch) throws IOException, BuildFailedException {
    Optional<ObjectId> tip = others.fetch(branch);
    if (tip.isEmpty()) {
      return Optional.empty();
    }
    ObjectId own = ObjectId.fromString(commit.hex());
    return reading(() -> new History(tree.repository()).mergeBase(own, tip.get()));
  }

  @Override
  public void close() {
    tree.close();
  }

  /** The file at that path, through links within the tree; empty when there is none. */
  private Optional<OpenTree.Place> throughLinks(String path) throws IOException {
    Optional<String> at = TreePath.normal(path);
    for (int links = 0; at.isPresent() && links <= MOST_LINKS; links++) {
      String here = at.get();
      Optional<OpenTree.Place> place = tree.find(here);
      if (place.isEmpty() || !place.get().isLink()) {
        return place.filter(OpenTree.Place::isFile);
      }
      at = TreePath.linked(here, linkTarget(place.get()));
    }
    return Optional.empty();
  }

  private static String linkTarget(OpenTree.Place link) throws IOException {
    return link.in().text(link.id(), LONGEST_TARGET).orElse("/");
  }

  private static long size(OpenTree.Place file) throws IOException {
    return file.in().reader().getObjectSize(file.id(), Constants.OBJ_BLOB);
  }

  private Optional<OpenTree.Place> folder(String path) throws IOException {
    Optional<String> normal = TreePath.normal(path);
    return normal.isEmpty()
        ? Optional.empty()
        : tree.find(normal.get()).filter(OpenTree.Place::isFolder);
  }

  private <T> T reading(Reading<T> work) throws IOException {
    try {
      return work.read();
    } catch (org.eclipse.jgit.errors.MissingObjectException
        | org.eclipse.jgit.errors.CorruptObjectException e) {
      tree.damaged();
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
