package dev.slipway.builder.steps;

import dev.slipway.builder.checkout.CheckoutView;
import dev.slipway.core.build.Checkout;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** A commit's tree as the steps left it; its history is the commit's. Used by one thread. */
final class SteppedCheckout extends CheckoutView {
  private final TreeReader tree;
  private final Runnable onClose;

  /**
   * The tree that a reader reads.
   *
   * @param commit stays open when this is closed
   */
  SteppedCheckout(Checkout commit, TreeReader tree, Runnable onClose) {
    super(commit);
    this.tree = tree;
    this.onClose = onClose;
  }

  @Override
  public Optional<byte[]> file(String path, int limit) throws IOException {
    return tree.file(path, limit);
  }

  @Override
  public boolean hasFolder(String path) throws IOException {
    return tree.hasFolder(path);
  }

  /** Not known without reading everything that the steps left. */
  @Override
  public Optional<String> fingerprint(String folder) {
    return Optional.empty();
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
  public void close() {
    onClose.run();
  }
}
