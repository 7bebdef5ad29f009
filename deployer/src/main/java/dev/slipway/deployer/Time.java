package dev.slipway.deployer;

import java.time.Duration;

/** Time as a rollout sees it; tests let it pass without waiting. Safe for concurrent use. */
interface Time {
  /** The machine's own. */
  Time SYSTEM =
      new Time() {
        @Override
        public Duration now() {
          return Duration.ofNanos(System.nanoTime());
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
          Thread.sleep(length);
        }
      };

  /** Since some moment in the past; only differences mean something. */
  Duration now();

  void pause(Duration length) throws InterruptedException;

  /** How long ago {@code moment} was. */
  default Duration since(Duration moment) {
    return now().minus(moment);
  }
}
