package dev.slipway.builder.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a stream as fast as it comes, whatever whoever reads it is busy with. Engines before
 * 23.0 break down when more than 1 MiB of a build's output waits for its reader: they go on sending
 * empty messages, and nothing else, for ever.
 *
 * @see <a href="https://github.com/moby/buildkit/issues/1915">what it looks like to others</a>
 */
final class ReadAhead extends InputStream {
  private static final int PIECE = 64 * 1024;

  /** How many bytes may wait here before they wait at the engine again. */
  private static final long MOST_WAITING = 64L << 20;

  private final InputStream source;
  private final Queue<byte[]> pieces = new ArrayDeque<>();
  private byte[] current = {};
  private int position;
  private long waiting;
  private boolean ended;
  private boolean closed;
  private @Nullable IOException failure;

  private ReadAhead(InputStream source) {
    this.source = source;
  }

  /** Begins to read. Closing the result leaves the source to whoever opened it. */
  static ReadAhead of(InputStream source) {
    ReadAhead ahead = new ReadAhead(source);
    Thread.ofVirtual().name("read-ahead").start(ahead::readAll);
    return ahead;
  }

  private void readAll() {
    byte[] buffer = new byte[PIECE];
    try {
      for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
        if (!keep(Arrays.copyOf(buffer, read))) {
          return;
        }
      }
      end(null);
    } catch (IOException e) {
      end(e);
    } catch (RuntimeException e) {
      end(new IOException(e));
    }
  }

  /** Whether somebody still wants to read. */
  private synchronized boolean keep(byte[] piece) {
    while (waiting >= MOST_WAITING && !closed) {
      if (!await()) {
        return false;
      }
    }
    pieces.add(piece);
    waiting += piece.length;
    notifyAll();
    return !closed;
  }

  private synchronized void end(@Nullable IOException cause) {
    failure = cause;
    ended = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (position == current.length) {
      if (!pieces.isEmpty()) {
        current = pieces.remove();
        position = 0;
        waiting -= current.length;
        notifyAll();
      } else if (failure != null) {
        throw new IOException(failure.getMessage(), failure);
      } else if (ended || closed) {
        return -1;
      } else if (!await()) {
        throw new IOException("interrupted while reading");
      }
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, target, offset, count);
    position += count;
    return count;
  }

  /** Waits for the other side to do something; false when told to stop. */
  private boolean await() {
    try {
      wait();
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
