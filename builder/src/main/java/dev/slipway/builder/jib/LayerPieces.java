package dev.slipway.builder.jib;

import dev.slipway.core.build.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses an archive in pieces, several at a time, and remembers what each became. The pieces
 * after each other are one gzip file, since that format may have several members. Used by one
 * thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952#section-2.2">RFC 1952, section 2.2</a>
 */
final class LayerPieces extends OutputStream {
  private static final int MOST = 1 << 20;
  private static final int LEAST = 128 * 1024;
  private static final int SAMPLE = 32 * 1024;
  private static final int AT_A_TIME = 6;

  private final OutputStream out;
  private final CacheFolder cache;
  private final ExecutorService workers;
  private final Cancellation cancellation;
  private final MessageDigest plain = Sha256.begin();
  private final Deque<Future<byte[]>> working = new ArrayDeque<>();
  private byte[] piece = new byte[MOST];
  private int length;
  private boolean endsAfterEntry;

  LayerPieces(
      OutputStream out, CacheFolder cache, ExecutorService workers, Cancellation cancellation) {
    this.out = out;
    this.cache = cache;
    this.workers = workers;
    this.cancellation = cancellation;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int at = offset;
    while (at < offset + count) {
      int fits = Math.min(MOST - length, offset + count - at);
      System.arraycopy(bytes, at, piece, length, fits);
      length += fits;
      at += fits;
      if (length == MOST) {
        end();
      }
    }
  }

  /** Ends the piece with the entry that is being written. */
  void endAfterEntry() {
    endsAfterEntry = true;
  }

  /**
   * Ends the piece where it is large enough and the path says so: a place that does not move when
   * something before it changes.
   */
  void mayEnd(String path) throws IOException {
    if (endsAfterEntry || (length >= LEAST && (path.hashCode() & 7) == 0)) {
      endsAfterEntry = false;
      end();
    }
  }

  void end() throws IOException {
    if (length == 0) {
      return;
    }
    cancellation.check();
    byte[] full = piece;
    int count = length;
    piece = new byte[MOST];
    length = 0;
    plain.update(full, 0, count);
    working.add(workers.submit(() -> compressed(full, count)));
    if (working.size() > AT_A_TIME) {
      out.write(take(working.remove()));
    }
  }

  /** Writes what is still on its way; gives the digest of the archive before compression. */
  String finish() throws IOException {
    end();
    while (!working.isEmpty()) {
      out.write(take(working.remove()));
    }
    return "sha256:" + Sha256.hex(plain);
  }

  private static byte[] take(Future<byte[]> piece) throws IOException {
    try {
      return piece.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while compressing a layer");
    } catch (ExecutionException e) {
      throw new IOException("a layer cannot be compressed: " + e.getCause(), e);
    }
  }

  private byte[] compressed(byte[] bytes, int count) throws IOException {
    MessageDigest digest = Sha256.begin();
    digest.update(bytes, 0, count);
    String key = Sha256.hex(digest);
    Optional<byte[]> known = cache.get("pieces", key);
    if (known.isPresent()) {
      return known.get();
    }
    byte[] result = gzip(bytes, count, worthIt(bytes, count) ? Deflater.BEST_SPEED : 0);
    cache.put("pieces", key, result);
    return result;
  }

  /** What is compressed already, as in a jar, takes long and gets no smaller. */
  private static boolean worthIt(byte[] bytes, int count) throws IOException {
    int sample = Math.min(count, SAMPLE);
    return gzip(bytes, sample, Deflater.BEST_SPEED).length < sample - sample / 32;
  }

  private static byte[] gzip(byte[] bytes, int count, int level) throws IOException {
    ByteArrayOutputStream result = new ByteArrayOutputStream(count / 2 + 64);
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(result, 32 * 1024) {
          {
            def.setLevel(level);
          }
        }) {
      gzip.write(bytes, 0, count);
    }
    return result.toByteArray();
  }
}
