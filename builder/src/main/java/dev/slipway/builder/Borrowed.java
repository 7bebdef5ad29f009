package dev.slipway.builder;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** A checkout that somebody else closes. */
record Borrowed(Checkout checkout) implements Checkout {
  @Override
  public CommitSha commit() {
    return checkout.commit();
  }

  @Override
  public String message() throws IOException {
    return checkout.message();
  }

  @Override
  public Optional<byte[]> file(String path, int limit) throws IOException {
    return checkout.file(path, limit);
  }

  @Override
  public boolean hasFolder(String path) throws IOException {
    return checkout.hasFolder(path);
  }

  @Override
  public Optional<String> fingerprint(String folder) throws IOException {
    return checkout.fingerprint(folder);
  }

  @Override
  public void writeContext(String folder, String dockerfile, OutputStream tar) throws IOException {
    checkout.writeContext(folder, dockerfile, tar);
  }

  @Override
  public void writeTree(OutputStream tar) throws IOException {
    checkout.writeTree(tar);
  }

  @Override
  public ChangedPaths changedSince(CommitSha base) throws IOException {
    return checkout.changedSince(base);
  }

  @Override
  public Optional<CommitSha> mergeBase(GitRef branch) throws IOException, BuildFailedException {
    return checkout.mergeBase(branch);
  }

  @Override
  public void close() {}
}
