package dev.slipway.registrysync.oci;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;

/** The next so many bytes of a blob as the body of a request, read when they are asked for. */
final class BlobBody implements HttpRequest.BodyPublisher {
  private static final int PIECE = 1 << 17;

  private final BlobStream blob;
  private final long length;
  private final ReentrantLock reading = new ReentrantLock();
  private long left;
  private long demand;
  private boolean over;

  BlobBody(BlobStream blob, long length) {
    this.blob = blob;
    this.length = length;
    this.left = length;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {
            give(subscriber, n);
          }

          @Override
          public void cancel() {
            // A read may be under way: it fails, and the lock is left.
            blob.halt();
          }
        });
  }

  /** A subscriber may ask for more while it is given something: the outer call then goes on. */
  private void give(Flow.Subscriber<? super ByteBuffer> subscriber, long more) {
    reading.lock();
    try {
      demand += more;
      if (reading.getHoldCount() > 1) {
        return;
      }
      while (!over && demand > 0) {
        demand--;
        ByteBuffer piece = next();
        left -= piece.remaining();
        over = left == 0;
        subscriber.onNext(piece);
        if (over) {
          subscriber.onComplete();
        }
      }
    } catch (IOException e) {
      over = true;
      subscriber.onError(e);
    } finally {
      reading.unlock();
    }
  }

  private ByteBuffer next() throws IOException {
    byte[] bytes = new byte[(int) Math.min(PIECE, left)];
    int filled = 0;
    while (filled < bytes.length) {
      filled += blob.read(bytes, filled, bytes.length - filled);
    }
    if (blob.endsWrong()) {
      // Without its end, no registry takes it for whole.
      throw new IOException("what came is not what its digest says");
    }
    return ByteBuffer.wrap(bytes);
  }

  /** Ends it for good: afterwards nobody reads the blob through it. */
  void end() {
    blob.halt();
    reading.lock();
    try {
      over = true;
    } finally {
      reading.unlock();
    }
  }
}
