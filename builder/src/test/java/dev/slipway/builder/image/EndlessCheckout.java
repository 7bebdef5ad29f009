package dev.slipway.builder.image;

import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A tree whose archive has no end. */
final class EndlessCheckout implements Checkout {
  private final CountDownLatch sending = new CountDownLatch(1);

  /** Opens once the first bytes are on their way. */
  CountDownLatch sending() {
    return sending;
  }

  @Override
  public void writeTree(OutputStream tar) throws IOException {
    writeContext("", "Dockerfile", tar);
  }

  @Override
  public void writeContext(String folder, String dockerfile, OutputStream tar) throws IOException {
    byte[] zeros = new byte[8192];
    while (true) {
      tar.write(zeros);
      sending.countDown();
    }
  }

  @Override
  public CommitSha commit() {
    return new CommitSha("ab".repeat(20));
  }

  @Override
  public Optional<byte[]> file(String path, int limit) {
    return Optional.empty();
  }

  @Override
  public boolean hasFolder(String path) {
    return false;
  }

  @Override
  public ChangedPaths changedSince(CommitSha base) {
    return new ChangedPaths.Unknown("a folder has no history");
  }

  @Override
  public Optional<CommitSha> mergeBase(GitRef branch) {
    return Optional.empty();
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
