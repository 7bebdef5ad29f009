package dev.slipway.builder.steps;

import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.slipway.builder.image.LineJoiner;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * What a container writes, as lines. The engine waits while a line is being taken, and so does the
 * container: a chatty one is slowed down and loses nothing. Written by docker-java's thread.
 */
final class ContainerOutput extends EngineStream<ContainerOutput, Frame> {
  private final LineJoiner out;
  private final LineJoiner err;
  private volatile long heardAt = System.nanoTime();

  ContainerOutput(Consumer<String> lines) {
    this.out = new LineJoiner(lines);
    this.err = new LineJoiner(lines);
  }

  @Override
  public void onNext(Frame frame) {
    LineJoiner joiner = frame.getStreamType() == StreamType.STDERR ? err : out;
    joiner.add(ByteBuffer.wrap(frame.getPayload()));
    listen();
  }

  @Override
  public void onComplete() {
    out.end();
    err.end();
    super.onComplete();
  }

  /** Counts the silence from now on. */
  void listen() {
    heardAt = System.nanoTime();
  }

  /** For how long nothing came. */
  long silentNanos() {
    return System.nanoTime() - heardAt;
  }
}
