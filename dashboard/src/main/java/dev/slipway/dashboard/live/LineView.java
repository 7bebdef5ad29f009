package dev.slipway.dashboard.live;

import dev.slipway.core.log.LogLine;

/**
 * A log line as API and event stream tell it.
 *
 * @param n its number
 * @param t milliseconds since the start of the attempt
 */
public record LineView(long n, long t, String step, String text) {
  public static LineView of(LogLine line) {
    return new LineView(line.number(), line.millis(), line.step(), line.text());
  }
}
