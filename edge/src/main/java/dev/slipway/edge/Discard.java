package dev.slipway.edge;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Reads and drops what is left of a request that got its answer early. Closing at once would reset
 * the connection, and the client could lose the answer; the deadline for the next head ends this
 * too.
 */
final class Discard {
  private Discard() {}

  /** {@code sent} completes when the answer is written. */
  static void rest(HttpServerRequest request, Future<Void> sent) {
    if (request.isEnded()) {
      return;
    }
    boolean ownConnection = request.version() != HttpVersion.HTTP_2;
    if (ownConnection && request.headers().contains(HttpHeaders.EXPECT)) {
      // The client may or may not send the body now: nobody can tell where its next request starts.
      sent.onComplete(_ -> request.connection().close());
      return;
    }
    request.handler(null);
    request.endHandler(null);
    request.resume();
  }
}
