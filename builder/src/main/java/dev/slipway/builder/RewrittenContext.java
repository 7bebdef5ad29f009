package dev.slipway.builder;

import dev.slipway.builder.checkout.CheckoutView;
import dev.slipway.builder.image.ContextBody;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A checkout with another Dockerfile, which somebody else closes. */
final class RewrittenContext extends CheckoutView {
  private final Checkout whole;
  private final String path;
  private final byte[] dockerfile;
  private final boolean inContext;

  private RewrittenContext(Checkout whole, String path, byte[] dockerfile, boolean inContext) {
    super(whole);
    this.whole = whole;
    this.path = path;
    this.dockerfile = dockerfile;
    this.inContext = inContext;
  }

  /** For an engine, which reads the Dockerfile from the context that it is sent. */
  static Checkout forEngine(Checkout whole, ImageBuild spec, byte[] dockerfile) {
    return new RewrittenContext(whole, MirroredBases.path(spec), dockerfile, true);
  }

  /** For us: the context stays as it was pushed, and so does what is copied out of it. */
  static Checkout forUs(Checkout whole, ImageBuild spec, byte[] dockerfile) {
    return new RewrittenContext(whole, MirroredBases.path(spec), dockerfile, false);
  }

  @Override
  public Optional<byte[]> file(String wanted, int limit) throws IOException {
    return wanted.equals(path) ? Optional.of(dockerfile.clone()) : super.file(wanted, limit);
  }

  @Override
  public void writeContext(String folder, String name, OutputStream out) throws IOException {
    if (!inContext) {
      super.writeContext(folder, name, out);
      return;
    }
    ContextBody body = ContextBody.of(tar -> whole.writeContext(folder, name, tar));
    try (body;
        TarArchiveInputStream in = new TarArchiveInputStream(body, StandardCharsets.UTF_8.name())) {
      copy(in, name, out);
    } catch (IOException e) {
      // Who refused to write the context says so in a way that is understood further up.
      throw body.failure() instanceof IOException cause ? cause : e;
    }
  }

  private void copy(TarArchiveInputStream in, String name, OutputStream out) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      if (entry.getName().equals(name)) {
        tar.putArchiveEntry(instead(entry));
        tar.write(dockerfile);
      } else {
        tar.putArchiveEntry(entry);
        in.transferTo(tar);
      }
      tar.closeArchiveEntry();
    }
    tar.finish();
  }

  /** A file also where there was a link. */
  private TarArchiveEntry instead(TarArchiveEntry before) {
    TarArchiveEntry entry = new TarArchiveEntry(before.getName(), TarConstants.LF_NORMAL);
    entry.setSize(dockerfile.length);
    entry.setMode(TarArchiveEntry.DEFAULT_FILE_MODE & ~07000);
    entry.setLastModifiedTime(before.getLastModifiedTime());
    entry.setIds(0, 0);
    entry.setNames("", "");
    return entry;
  }

  @Override
  public void close() {}
}
