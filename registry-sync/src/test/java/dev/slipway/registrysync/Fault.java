package dev.slipway.registrysync;

import java.util.Map;

/** What a {@link FaultyProxy} does to a request or to its answer. */
sealed interface Fault {
  /**
   * The connection breaks while the request's body comes.
   *
   * @param bytes of it that arrive
   * @param reachRegistry whether the registry sees those; a proxy that collects a request before it
   *     passes it on keeps them
   */
  record CutRequest(long bytes, boolean reachRegistry) implements Fault {}

  /** The registry does what it was asked, and the connection breaks after so much of its answer. */
  record CutAnswer(long bytes) implements Fault {}

  /** The registry does what it was asked, and after so much of its answer nothing more comes. */
  record StallAnswer(long bytes) implements Fault {}

  /** After so much of the request's body nothing more is taken, and no answer comes. */
  record StallRequest(long bytes) implements Fault {}

  /** The answer comes piece by piece, with a pause after each. */
  record Slow(int piece, long pauseMillis) implements Fault {}

  /** The registry is not asked. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares faults.
  record Answer(int status, Map<String, String> headers, byte[] body) implements Fault {
    static Answer of(int status) {
      return new Answer(status, Map.of(), new byte[0]);
    }

    static Answer of(int status, String header, String value) {
      return new Answer(status, Map.of(header, value), new byte[0]);
    }
  }

  /** One byte of the answer's body is another one. */
  record Flip(long at) implements Fault {}

  /** The answer says that it is shorter, and is. */
  record Truncate(long bytes) implements Fault {}

  /** The answer has one more header. */
  record AddHeader(String name, String value) implements Fault {}
}
