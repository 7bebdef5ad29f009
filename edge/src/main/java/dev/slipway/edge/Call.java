package dev.slipway.edge;

import io.vertx.core.http.HttpServerRequest;

/**
 * A client's request on its way to a service.
 *
 * @param id shown to client, instance and log alike
 */
record Call(HttpServerRequest request, Ask ask, String service, String id) {
  HeaderRules.Origin origin() {
    return new HeaderRules.Origin(
        request.connection().remoteAddress().hostAddress(), request.scheme(), ask.authority(), id);
  }
}
