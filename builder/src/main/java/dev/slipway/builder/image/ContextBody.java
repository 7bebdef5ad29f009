package dev.slipway.builder.image;

import dev.slipway.core.build.Checkout;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A build context, or another tree, as the body of a request: a thread writes the tar archive while
 * the engine reads it, and no copy of it is made. An archive that could not be written to its end
 * makes reading fail, so that the engine never takes a part for the whole.
 */
public final class ContextBody extends FilterInputStream {
  private static final int BUFFER = 256 * 1024;

  private final Thread writer;
  private volatile @Nullable Exception failure;
  private volatile boolean closed;

  private ContextBody(PipedInputStream in, Archive archive) throws IOException {
    super(in);
    PipedOutputStream out = new PipedOutputStream(in);
    writer = Thread.ofVirtual().name("context").unstarted(() -> write(archive, out));
  }

  static ContextBody of(Checkout checkout, ImageBuild spec) throws IOException {
    return of(out -> checkout.writeContext(spec.context(), spec.dockerfile(), out));
  }

  /** The archive as it is read; writing it has begun. */
  public static ContextBody of(Archive archive) throws IOException {
    ContextBody body = new ContextBody(new PipedInputStream(BUFFER), archive);
    body.writer.start();
    return body;
  }

  /** Why the archive could not be written; null when it could, or the reader went away first. */
  public @Nullable Exception failure() {
    return failure;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    checkEnd(read);
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    checkEnd(read);
    return read;
  }

  /** Ends the writing, wherever it is, and waits until the checkout is no longer in use. */
  @Override
  public void close() throws IOException {
    closed = true;
    in.close();
    boolean interrupted = false;
    while (true) {
      try {
        writer.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Archive archive, PipedOutputStream out) {
    try (out) {
      try {
        archive.writeTo(new Unclosed(out));
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private void failed(Exception e) {
    if (!closed) {
      failure = e;
    }
  }

  private void checkEnd(int read) throws IOException {
    Exception cause = failure;
    if (read < 0 && cause != null) {
      throw new IOException("the build context could not be written: " + cause.getMessage(), cause);
    }
  }

  /** What writes the archive. */
  @FunctionalInterface
  public interface Archive {
    /** Writes all of it; the stream need not be closed. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Leaves the pipe open when whoever writes the archive closes it: a failure has to be noted
   * before the reader sees the end.
   */
  private static final class Unclosed extends FilterOutputStream {
    private Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
