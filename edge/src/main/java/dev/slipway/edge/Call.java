package dev.slipway.edge;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client's request on its way to a service.
 *
 * @param keepWith the cookie that the answer gives the client; null where it needs none
 * @param id shown to client, instance and log alike
 */
record Call(
    HttpServerRequest request, Ask ask, Backend backend, @Nullable String keepWith, String id) {
  HeaderRules.Origin origin() {
    return new HeaderRules.Origin(
        request.connection().remoteAddress().hostAddress(), request.scheme(), ask.authority(), id);
  }

  String service() {
    return backend.service().value();
  }

  /** How long an instance may take to begin its answer. */
  Duration firstByte(Limits usual) {
    Duration own = backend.limits().responseTimeout();
    return own == null ? usual.firstByte() : own;
  }

  /** How long the body may be, in bytes. */
  long mostBody() {
    Long most = backend.limits().requestBody();
    return most == null ? Long.MAX_VALUE : most;
  }
}
