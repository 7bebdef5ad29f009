package dev.slipway.core.build;

import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The tree of one commit. Used by one thread at a time. */
public interface Checkout extends AutoCloseable {
  /** The full name of the commit. */
  CommitSha commit();

  /** The commit's message; empty where it is not known. */
  default String message() throws IOException {
    return "";
  }

  /**
   * The content of a file, when there is one at that path and it is no larger than {@code limit}
   * bytes.
   */
  Optional<byte[]> file(String path, int limit) throws IOException;

  /**
   * The paths of the files whose own name is wanted, submodules left out; empty where looking
   * through everything is not possible.
   *
   * @param most so many are enough
   */
  default List<String> filesNamed(Predicate<String> wanted, int most) throws IOException {
    return List.of();
  }

  /** Whether there is a folder at that path; the root is the empty path. */
  boolean hasFolder(String path) throws IOException;

  /**
   * Writes the folder as a tar archive, the way a build context is: paths relative to the folder,
   * modes 0644 and 0755, fixed times, and without what the folder's {@code .dockerignore} leaves
   * out.
   *
   * @param dockerfile path of the Dockerfile relative to the folder; always kept
   */
  void writeContext(String folder, String dockerfile, OutputStream tar) throws IOException;

  /**
   * A short text that stands for all that is in the folder: another one whenever a name, a mode, a
   * link or a byte differs. Empty where that is not known without reading everything.
   */
  default Optional<String> fingerprint(String folder) throws IOException {
    return Optional.empty();
  }

  /**
   * Writes the whole tree as a tar archive: modes 0644 and 0755, fixed times, submodules and large
   * files in their places. A link that leads out of the tree, or a submodule that may not be
   * fetched, is refused.
   */
  void writeTree(OutputStream tar) throws IOException;

  /**
   * How this commit's tree differs from that of another one; {@link ChangedPaths.Unknown} where
   * that one is not to be had any more, or differs in too many paths to list.
   */
  ChangedPaths changedSince(CommitSha base) throws IOException;

  /**
   * The newest commit that this one and a branch of the repository have in common, after asking the
   * repository where the branch is; empty where there is no such branch, or nothing in common.
   *
   * @throws BuildFailedException when the repository cannot be asked
   */
  Optional<CommitSha> mergeBase(GitRef branch) throws IOException, BuildFailedException;

  @Override
  void close();
}
