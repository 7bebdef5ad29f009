package dev.slipway.edge;

import java.time.Duration;

/**
 * How much a client or an instance may take.
 *
 * @param headerBytes all header lines of a request together
 * @param head how long a connection may take to deliver the head of its next request, which also is
 *     how long an unused connection is kept
 * @param firstByte how long an instance may take to begin its answer, from the end of the request
 * @param idle how long an exchange or a tunnel may stay without a byte in either direction
 * @param drain how long {@link Edge#close} waits for what is going on
 * @param hold how long a request to a held service waits
 */
public record Limits(
    int headerBytes,
    Duration head,
    Duration firstByte,
    Duration idle,
    Duration drain,
    Duration hold) {
  /** So many requests to held services wait on each event loop. */
  static final int HELD = 1000;

  /** What fits most services. */
  public static final Limits DEFAULT =
      new Limits(
          32 * 1024,
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  /** The same with another time to wait for a held service. */
  public Limits withHold(Duration limit) {
    return new Limits(headerBytes, head, firstByte, idle, drain, limit);
  }
}
