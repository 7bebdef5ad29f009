package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.util.function.Consumer;

/** What a container writes on both of its outputs, as lines; whoever hears of its end may say so. */
public final class OutputFeed extends EngineFeed<OutputFeed, Frame> {
  private final Lines out;
  private final Lines err;

  public OutputFeed(Consumer<String> line) {
    this.out = new Lines(line);
    this.err = new Lines(line);
  }

  @Override
  public synchronized void onNext(Frame frame) {
    (frame.getStreamType() == StreamType.STDERR ? err : out).add(frame.getPayload());
  }

  @Override
  public synchronized void onComplete() {
    out.end();
    err.end();
    super.onComplete();
  }
}
