package dev.slipway.edge;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The kept connections of one event loop to one instance, the one used last first, since it is the
 * least likely to be closed by the other side. Used on that event loop only.
 *
 * <p>Vert.x has a pool of its own, but it does not tell whether a connection was used before, which
 * decides whether a request may be repeated, nor can it let go of one instance's idle connections
 * while others are in use.
 */
final class ConnectionPool {
  private static final int MOST_IDLE = 256;
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

  private final HttpClientAgent client;
  private final Upstream upstream;
  private final Deque<Lease> idle = new ArrayDeque<>();
  private boolean retired;

  ConnectionPool(HttpClientAgent client, Upstream upstream) {
    this.client = client;
    this.upstream = upstream;
  }

  /** A connection that is the taker's until it is given back or closed. */
  final class Lease {
    private final HttpClientConnection connection;
    private boolean reused;
    private boolean closed;
    private long idleSince;

    private Lease(HttpClientConnection connection) {
      this.connection = connection;
      connection.closeHandler(_ -> {
        closed = true;
        idle.remove(this);
      });
    }

    HttpClientConnection connection() {
      return connection;
    }

    /** Whether it served a request before, so that the instance may be about to close it. */
    boolean reused() {
      return reused;
    }

    /** Returns it to the pool; closes it when something still goes on there. */
    void giveBack() {
      if (closed) {
        return;
      }
      if (retired || idle.size() >= MOST_IDLE || connection.activeStreams() > 0) {
        close();
        return;
      }
      reused = true;
      idleSince = System.nanoTime();
      idle.addFirst(this);
    }

    void close() {
      connection.close();
    }
  }

  /** The best kept connection, or a new one. */
  Future<Lease> lease() {
    Lease kept = idle.pollFirst();
    return kept == null ? connect() : Future.succeededFuture(kept);
  }

  /** A new connection. */
  Future<Lease> connect() {
    return client
        .connect(
            new HttpConnectOptions()
                .setHost(upstream.instance().host())
                .setPort(upstream.instance().port()))
        .map(Lease::new);
  }

  /** Closes what was not used for long. */
  void closeExpired(long now) {
    Lease oldest = idle.peekLast();
    while (oldest != null && now - oldest.idleSince > LONGEST_IDLE.toNanos()) {
      idle.removeLast();
      oldest.close();
      oldest = idle.peekLast();
    }
  }

  boolean retired() {
    return retired;
  }

  /** Whether connections are kept no longer than they are in use. */
  void retire(boolean now) {
    retired = now;
    if (retired) {
      for (Lease lease = idle.pollFirst(); lease != null; lease = idle.pollFirst()) {
        lease.close();
      }
    }
  }
}
