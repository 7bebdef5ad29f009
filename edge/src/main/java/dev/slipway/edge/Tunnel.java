package dev.slipway.edge;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;

/**
 * A connection that changed its protocol, such as a WebSocket: from then on its bytes pass as they
 * are, so that subprotocols, extensions and compression are between client and instance alone.
 */
final class Tunnel {
  private Tunnel() {}

  /** Passes the change on, and then the bytes, until either side closes. */
  static void open(HttpServerRequest request, HttpClientResponse in, Runnable onClosed) {
    NetSocket instance = in.netSocket();
    instance.pause();
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CONNECTION, "Upgrade");
    String protocol = in.getHeader(HttpHeaders.UPGRADE);
    if (protocol != null) {
      response.putHeader(HttpHeaders.UPGRADE, protocol);
    }
    request
        .toNetSocket()
        .onComplete(
            client -> join(client, instance, onClosed),
            _ -> {
              instance.close();
              onClosed.run();
            });
  }

  private static void join(NetSocket client, NetSocket instance, Runnable onClosed) {
    client.closeHandler(_ -> {
      instance.close();
      onClosed.run();
    });
    // Each ends the other when it ends or fails.
    client.pipeTo(instance);
    instance.pipeTo(client);
  }
}
