package dev.slipway.core.build;

import dev.slipway.core.source.CommitSha;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** The tree of one commit. Used by one thread at a time. */
public interface Checkout extends AutoCloseable {
  /** The full name of the commit. */
  CommitSha commit();

  /**
   * The content of a file, when there is one at that path and it is no larger than {@code limit}
   * bytes.
   */
  Optional<byte[]> file(String path, int limit) throws IOException;

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

  @Override
  void close();
}
