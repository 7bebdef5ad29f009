package dev.slipway.builder.steps;

import dev.slipway.builder.checkout.ContextRefusedException;
import dev.slipway.builder.image.ContextBody;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure.Infrastructure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The files that the steps of one build share: a volume on the engine, so that nothing is checked
 * out on this machine, and the engine can be on another one. A container of it that never starts
 * lets us reach in.
 *
 * @param volume its name
 * @param container the one that never starts
 */
record WorkTree(String volume, String container) {
  /** Where every step finds it, and starts. */
  static final String FOLDER = "/workspace";

  /** Makes an empty one. The image is any that the engine has. */
  static WorkTree create(
      Containers containers, String volume, String image, Map<String, String> labels)
      throws BuildFailedException {
    containers.ask(
        "create a volume",
        docker -> docker.createVolumeCmd().withName(volume).withLabels(labels).exec());
    return new WorkTree(volume, containers.holder(image, volume, FOLDER, labels));
  }

  /**
   * Puts the tree of a commit into it.
   *
   * @return how many files and links there are
   * @throws BuildFailedException when the engine fails, or the commit holds what may not be handed
   *     out
   */
  int fill(Containers containers, Checkout checkout, Cancellation cancellation)
      throws BuildFailedException {
    Filling filling = new Filling(checkout);
    try (ContextBody body = ContextBody.of(filling)) {
      try {
        containers.unpack(container, "/", body, cancellation);
      } catch (BuildFailedException e) {
        Exception unwritten = body.failure();
        throw unwritten == null ? e : unwritten(unwritten);
      }
      return filling.files;
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private static BuildFailedException unwritten(Exception cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof ContextRefusedException refused) {
        return new BuildFailedException(refused.failure(), cause);
      }
    }
    return new BuildFailedException(
        new Infrastructure(
            "the commit could not be written to the engine: " + cause.getMessage(),
            "the builder's own log tells more",
            true),
        cause);
  }

  /**
   * The tree as the engine has to unpack it. Everybody may write everything: images run as many
   * different users, and the steps have to get along in one folder. It does not show in what is
   * built from it, where modes are made uniform again.
   */
  private static final class Filling implements ContextBody.Archive {
    private final Checkout checkout;
    private int files;

    private Filling(Checkout checkout) {
      this.checkout = checkout;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      TarArchiveEntry root = new TarArchiveEntry(FOLDER.substring(1) + "/", TarConstants.LF_DIR);
      root.setMode(0777);
      tar.putArchiveEntry(root);
      tar.closeArchiveEntry();
      try (ContextBody tree = ContextBody.of(checkout::writeTree);
          TarArchiveInputStream entries =
              new TarArchiveInputStream(tree, StandardCharsets.UTF_8.name())) {
        for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
          add(tar, entry, entries);
        }
        // The end of the archive is before the end of the stream, which tells of failures.
        tree.transferTo(OutputStream.nullOutputStream());
      }
      tar.finish();
      tar.flush();
    }

    private void add(TarArchiveOutputStream tar, TarArchiveEntry entry, InputStream content)
        throws IOException {
      TarArchiveEntry copy =
          new TarArchiveEntry(FOLDER.substring(1) + "/" + entry.getName(), entry.getLinkFlag());
      copy.setLinkName(entry.getLinkName());
      copy.setSize(entry.getSize());
      copy.setMode((entry.getMode() & 0111) == 0 ? 0666 : 0777);
      copy.setLastModifiedTime(entry.getLastModifiedTime());
      tar.putArchiveEntry(copy);
      content.transferTo(tar);
      tar.closeArchiveEntry();
      if (!entry.isDirectory()) {
        files++;
      }
    }
  }
}
