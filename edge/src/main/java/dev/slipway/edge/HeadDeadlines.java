package dev.slipway.edge;

import io.vertx.core.http.HttpConnection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Closes client connections that take too long to deliver the head of their next request, be it
 * that they are slow or unused. Used on one event loop only.
 */
final class HeadDeadlines {
  private final long limitNanos;

  /** Since when each waits; the longest first. */
  private final Map<HttpConnection, Long> waiting = new LinkedHashMap<>();

  HeadDeadlines(long limitNanos) {
    this.limitNanos = limitNanos;
  }

  void opened(HttpConnection connection) {
    connection.closeHandler(_ -> waiting.remove(connection));
    waits(connection);
  }

  /** A request's head was read. */
  void busy(HttpConnection connection) {
    waiting.remove(connection);
  }

  /** The request is done; the next one may come. */
  void waits(HttpConnection connection) {
    waiting.put(connection, System.nanoTime());
  }

  void closeLate(long now) {
    Iterator<Map.Entry<HttpConnection, Long>> entries = waiting.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<HttpConnection, Long> entry = entries.next();
      if (now - entry.getValue() <= limitNanos) {
        return;
      }
      entries.remove();
      entry.getKey().close();
    }
  }
}
