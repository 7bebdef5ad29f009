package dev.slipway.builder.jib;

import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** Brings the build context into the spool, and tells what is in it. */
final class ContextTree {
  private static final int BUFFER = 256 * 1024;

  private ContextTree() {}

  /** Reads the checkout's archive once; the contents stay where they are in it. */
  static FileTree read(Checkout checkout, ImageBuild spec, Spool spool, Cancellation cancellation)
      throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(spool.appending(cancellation::check), BUFFER)) {
      checkout.writeContext(spec.context(), spec.dockerfile(), out);
    }
    FileTree tree = FileTree.empty();
    try (TarFile tar = new TarFile(spool.file())) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        tree.lay(FileTree.clean(entry.getName()), node(entry));
      }
    }
    return tree;
  }

  private static Node node(TarArchiveEntry entry) throws IOException {
    long time = entry.getLastModifiedTime().toInstant().getEpochSecond();
    Node.Meta meta = new Node.Meta(entry.getMode() & 07777, 0, 0, time);
    if (entry.isDirectory()) {
      return Node.folder(meta);
    }
    if (entry.isSymbolicLink()) {
      return Node.symlink(meta, entry.getLinkName());
    }
    if (!entry.isFile()) {
      throw new IOException(entry.getName() + " in the build context is neither file nor link");
    }
    return Node.file(meta, new Content.Spooled(entry.getDataOffset(), entry.getSize()));
  }
}
