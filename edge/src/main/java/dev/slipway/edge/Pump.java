package dev.slipway.edge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/** Moves a body from one side to the other, no faster than it is taken. */
final class Pump {
  private final ReadStream<Buffer> from;
  private final WriteStream<Buffer> to;
  private final End end;
  private long left;

  private Pump(ReadStream<Buffer> from, WriteStream<Buffer> to, long most, End end) {
    this.from = from;
    this.to = to;
    this.left = most;
    this.end = end;
  }

  /** What comes after. */
  @FunctionalInterface
  interface End {
    /** Everything was moved. */
    void reached();

    /** There is more than may be moved; what is beyond was not. */
    default void tooFar() {}
  }

  /**
   * Starts to move, at most so many bytes. A failed write needs no handling here, since the stream
   * it went to tells of its end by itself.
   */
  static void start(ReadStream<Buffer> from, WriteStream<Buffer> to, long most, End end) {
    Pump pump = new Pump(from, to, most, end);
    from.handler(pump::move);
    from.endHandler(_ -> end.reached());
  }

  private void move(Buffer chunk) {
    left -= chunk.length();
    if (left < 0) {
      from.handler(null);
      from.endHandler(null);
      end.tooFar();
      return;
    }
    to.write(chunk);
    if (to.writeQueueFull()) {
      from.pause();
      to.drainHandler(_ -> from.resume());
    }
  }
}
