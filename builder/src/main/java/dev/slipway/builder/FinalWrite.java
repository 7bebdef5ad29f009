package dev.slipway.builder;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the end of an attempt, again and again while the queue cannot be reached, until it is
 * written or the lease is lost. The queue answers a repeated call as it answered the first.
 */
final class FinalWrite {
  private static final Logger LOG = LoggerFactory.getLogger(FinalWrite.class);

  private final BuildQueue queue;
  private final Pace pace;
  private final long startedAt = System.nanoTime();

  FinalWrite(BuildQueue queue, Pace pace) {
    this.queue = queue;
    this.pace = pace;
  }

  void write(BuildId build, Ending ending) throws InterruptedException {
    while (System.nanoTime() - startedAt < pace.lease().toNanos()) {
      try {
        if (!written(build, ending)) {
          LOG.info("build {} belongs to another attempt; its end is not written here", build);
        }
        return;
      } catch (RuntimeException e) {
        LOG.warn("the end of build {} could not be written, trying again", build, e);
      }
      TimeUnit.NANOSECONDS.sleep(pace.retry().toNanos());
    }
    LOG.error("the end of build {} was not written; the next attempt does it again", build);
  }

  private boolean written(BuildId build, Ending ending) {
    return queue
        .finish(build, ending.state().attempt(), ending.state(), ending.releases(), ending.delay())
        .isPresent();
  }
}
