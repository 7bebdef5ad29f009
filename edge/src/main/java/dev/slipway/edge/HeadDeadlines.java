package dev.slipway.edge;

import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Closes client connections that take too long to deliver the head of their next request, be it
 * that they are slow or unused. Used on one event loop only.
 */
final class HeadDeadlines {
  private final long limitNanos;
  private final Map<HttpConnection, Client> clients = new HashMap<>();

  HeadDeadlines(long limitNanos) {
    this.limitNanos = limitNanos;
  }

  void opened(HttpConnection connection) {
    connection.closeHandler(_ -> clients.remove(connection));
    clients.put(connection, new Client());
  }

  /** A request's head was read; over HTTP/2 others may be going on. */
  void busy(HttpConnection connection) {
    Client client = clients.get(connection);
    if (client != null) {
      client.requests++;
    }
  }

  /** A request is done; the next one may come. */
  void waits(HttpConnection connection) {
    Client client = clients.get(connection);
    if (client != null) {
      client.requests--;
      client.waitsSince = System.nanoTime();
    }
  }

  void closeLate(long now) {
    List<HttpConnection> late =
        clients.entrySet().stream()
            .filter(entry -> entry.getValue().isLate(now - limitNanos))
            .map(Map.Entry::getKey)
            .toList();
    late.forEach(clients::remove);
    late.forEach(HttpConnection::close);
  }

  private static final class Client {
    int requests;
    long waitsSince = System.nanoTime();

    boolean isLate(long oldest) {
      return requests == 0 && waitsSince - oldest < 0;
    }
  }
}
