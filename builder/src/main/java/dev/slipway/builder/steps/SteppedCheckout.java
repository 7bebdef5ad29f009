package dev.slipway.builder.steps;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** A commit's tree as the steps left it; its history is the commit's. Used by one thread. */
final class SteppedCheckout implements Checkout {
  private final Checkout commit;
  private final TreeReader tree;
  private final Runnable onClose;

  /**
   * The tree that a reader reads.
   *
   * @param commit stays open when this is closed
   */
  SteppedCheckout(Checkout commit, TreeReader tree, Runnable onClose) {
    this.commit = commit;
    this.tree = tree;
    this.onClose = onClose;
  }

  @Override
  public CommitSha commit() {
    return commit.commit();
  }

  @Override
  public String message() throws IOException {
    return commit.message();
  }

  @Override
  public Optional<byte[]> file(String path, int limit) throws IOException {
    return tree.file(path, limit);
  }

  @Override
  public boolean hasFolder(String path) throws IOException {
    return tree.hasFolder(path);
  }

  @Override
  public void writeContext(String folder, String dockerfile, OutputStream tar) throws IOException {
    tree.writeContext(folder, dockerfile, tar);
  }

  @Override
  public void writeTree(OutputStream tar) throws IOException {
    tree.writeTree(tar);
  }

  @Override
  public ChangedPaths changedSince(CommitSha base) throws IOException {
    return commit.changedSince(base);
  }

  @Override
  public Optional<CommitSha> mergeBase(GitRef branch) throws IOException, BuildFailedException {
    return commit.mergeBase(branch);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
