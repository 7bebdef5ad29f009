package dev.slipway.builder.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a stream as fast as it comes, whatever whoever reads it is busy with. Engines before
 * 23.0 break down when more than 1 MiB of a build's output waits for its reader: they go on sending
 * empty messages, and nothing else, for ever. Read by one thread.
 *
 * @see <a href="https://github.com/moby/buildkit/issues/1915">what it looks like to others</a>
 */
final class ReadAhead extends InputStream {
  private static final int PIECE = 64 * 1024;

  /** How many bytes may wait here before they wait at the engine again. */
  private static final int MOST_WAITING = 64 << 20;

  /** What comes after the last piece; all others have something in them. */
  private static final byte[] END = {};

  private final Thread reader;
  private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(MOST_WAITING);
  private volatile @Nullable IOException failure;
  private byte[] current = {};
  private int position;
  private boolean ended;

  private ReadAhead(InputStream source) {
    reader = Thread.ofVirtual().name("read-ahead").unstarted(() -> readAll(source));
  }

  /** Begins to read. Closing the result leaves the source to whoever opened it. */
  static ReadAhead of(InputStream source) {
    ReadAhead ahead = new ReadAhead(source);
    ahead.reader.start();
    return ahead;
  }

  private void readAll(InputStream source) {
    byte[] buffer = new byte[PIECE];
    try {
      for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
        room.acquire(read);
        pieces.add(Arrays.copyOf(buffer, read));
      }
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException e) {
      failure = new IOException(e);
    } catch (InterruptedException _) {
      failure = new IOException("closed while reading");
    }
    pieces.add(END);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (position == current.length && !ended) {
      next();
    }
    IOException cause = failure;
    if (ended && cause != null) {
      throw new IOException(cause.getMessage(), cause);
    }
    if (ended) {
      return -1;
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, target, offset, count);
    position += count;
    return count;
  }

  private void next() throws IOException {
    try {
      byte[] piece = pieces.take();
      ended = piece.length == 0;
      current = piece;
      position = 0;
      room.release(piece.length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading", e);
    }
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
