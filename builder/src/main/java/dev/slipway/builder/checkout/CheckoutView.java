package dev.slipway.builder.checkout;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A checkout that is another one but for what is changed in it. Used by one thread. */
public abstract class CheckoutView implements Checkout {
  private final Checkout whole;

  /** A view of a checkout that somebody else closes. */
  protected CheckoutView(Checkout whole) {
    this.whole = whole;
  }

  @Override
  public CommitSha commit() {
    return whole.commit();
  }

  @Override
  public String message() throws IOException {
    return whole.message();
  }

  @Override
  public Optional<byte[]> file(String path, int limit) throws IOException {
    return whole.file(path, limit);
  }

  @Override
  public List<String> filesNamed(Predicate<String> wanted, int most) throws IOException {
    return whole.filesNamed(wanted, most);
  }

  @Override
  public boolean hasFolder(String path) throws IOException {
    return whole.hasFolder(path);
  }

  @Override
  public Optional<String> fingerprint(String folder) throws IOException {
    return whole.fingerprint(folder);
  }

  @Override
  public void writeContext(String folder, String dockerfile, OutputStream tar) throws IOException {
    whole.writeContext(folder, dockerfile, tar);
  }

  @Override
  public void writeTree(OutputStream tar) throws IOException {
    whole.writeTree(tar);
  }

  @Override
  public ChangedPaths changedSince(CommitSha base) throws IOException {
    return whole.changedSince(base);
  }

  @Override
  public Optional<CommitSha> mergeBase(GitRef branch) throws IOException, BuildFailedException {
    return whole.mergeBase(branch);
  }
}
