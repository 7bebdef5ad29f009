package dev.slipway.edge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/** Moves a body from one side to the other, no faster than it is taken. */
final class Pump {
  private Pump() {}

  /**
   * Starts to move. A failed write needs no handling here, since the stream it went to tells of its
   * end by itself.
   */
  static void start(ReadStream<Buffer> from, WriteStream<Buffer> to, Runnable atEnd) {
    from.handler(chunk -> {
      to.write(chunk);
      if (to.writeQueueFull()) {
        from.pause();
        to.drainHandler(_ -> from.resume());
      }
    });
    from.endHandler(_ -> atEnd.run());
  }
}
