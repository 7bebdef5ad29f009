package dev.slipway.edge;

import org.jspecify.annotations.Nullable;

/**
 * Counts one request where it belongs: with the release that answered, and as unreachable with each
 * one that could not be reached before. Lives on one event loop.
 */
final class Measure {
  private final int loop;
  private long began = System.nanoTime();
  private @Nullable Balancer release;
  private boolean missed;

  Measure(int loop) {
    this.loop = loop;
  }

  /** What came before, such as being held, is nobody's time. */
  void restart() {
    began = System.nanoTime();
  }

  /** The request goes to that release now. */
  void at(Balancer next) {
    if (missed && release != null && release != next) {
      // It was the release's request, and another one answers it.
      tally(release).answered(0, elapsed());
      missed = false;
    }
    release = next;
  }

  /** An instance of the release could not be reached. */
  void unreachable() {
    if (!missed && release != null) {
      missed = true;
      tally(release).unreachable();
    }
  }

  /** The answer begins. */
  void answered(int status) {
    if (release != null) {
      tally(release).answered(status, elapsed());
    }
  }

  /** The release that it went to last; 0 where there was none. */
  int release() {
    return release == null ? 0 : release.release();
  }

  /** Since it came, without the time that it was held. */
  long micros() {
    return elapsed() / 1000;
  }

  private long elapsed() {
    return System.nanoTime() - began;
  }

  private Tally tally(Balancer of) {
    return of.counts().of(loop);
  }
}
