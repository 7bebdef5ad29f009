package dev.slipway.dashboard;

import dev.slipway.dashboard.access.Gate;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Endpoint;
import dev.slipway.dashboard.http.Offload;
import dev.slipway.dashboard.http.ProblemException;
import dev.slipway.dashboard.http.SocketEndpoint;
import dev.slipway.dashboard.http.StreamEndpoint;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The routes of the dashboard. Each one gets the same guards in the same order, so that a route
 * cannot be added without them: security headers, who calls, the body within its limit, intent.
 */
final class RouteTable {
  private static final long MOST_BODY = 1 << 20;

  private final Router router;
  private final Gate gate;
  private final Offload offload;
  private final Failures failures;
  private final List<Entry> entries = new ArrayList<>();

  RouteTable(Router router, Gate gate, Offload offload, Failures failures) {
    this.router = router;
    this.gate = gate;
    this.offload = offload;
    this.failures = failures;
  }

  /** Read by whoever is signed in. */
  void get(String path, Endpoint endpoint) {
    guarded(HttpMethod.GET, path, Access.SIGNED_IN).handler(answering(endpoint));
  }

  /** Read by anybody; who it is is known where it can be. */
  void getPublic(String path, Endpoint endpoint) {
    guarded(HttpMethod.GET, path, Access.PUBLIC).handler(answering(endpoint));
  }

  /** Read bit by bit by whoever is signed in. */
  void stream(String path, StreamEndpoint endpoint) {
    guarded(HttpMethod.GET, path, Access.SIGNED_IN)
        .handler(request -> offload.stream(request, endpoint));
  }

  /** A WebSocket of whoever is signed in. */
  void socket(String path, SocketEndpoint endpoint) {
    guarded(HttpMethod.GET, path, Access.SIGNED_IN)
        .handler(gate::demandOwnOrigin)
        .handler(RouteTable::demandUpgrade)
        .handler(request -> offload.socket(request, endpoint));
  }

  private static void demandUpgrade(RoutingContext request) {
    if ("websocket".equalsIgnoreCase(request.request().getHeader("Upgrade"))) {
      request.next();
    } else {
      request.fail(
          ProblemException.problem(
              426, "upgrade-required", "Only as a WebSocket", "call it as a WebSocket, over wss"));
    }
  }

  void post(String path, Endpoint endpoint) {
    changing(HttpMethod.POST, path, Access.SIGNED_IN, endpoint);
  }

  void postPublic(String path, Endpoint endpoint) {
    changing(HttpMethod.POST, path, Access.PUBLIC, endpoint);
  }

  void put(String path, Endpoint endpoint) {
    changing(HttpMethod.PUT, path, Access.SIGNED_IN, endpoint);
  }

  void delete(String path, Endpoint endpoint) {
    changing(HttpMethod.DELETE, path, Access.SIGNED_IN, endpoint);
  }

  /** Everything else is told to be unknown; webhooks are not ours to tell about. */
  void close() {
    router
        .route()
        .last()
        .handler(request -> {
          if (request.request().path().startsWith("/webhooks/")) {
            request.next();
          } else {
            failures.harden(request);
            refuse(request);
          }
        })
        .failureHandler(failures::tell);
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  private void changing(HttpMethod method, String path, Access access, Endpoint endpoint) {
    Route route = guarded(method, path, access);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(MOST_BODY);
    // Hidden from the router, which wants to have body handlers first: nobody's body is read before
    // it is known who sends it.
    route.handler(request -> body.handle(request));
    if (access == Access.SIGNED_IN) {
      route.handler(gate::demandIntent);
    }
    route.handler(answering(endpoint));
  }

  private Route guarded(HttpMethod method, String path, Access access) {
    entries.add(new Entry(method.name(), path, access));
    Route route = router.route(method, path);
    if (method.equals(HttpMethod.GET)) {
      route.method(HttpMethod.HEAD);
    }
    Handler<RoutingContext> entrance = access == Access.PUBLIC ? gate::notice : gate::admit;
    return route
        .failureHandler(failures::tell)
        .handler(request -> {
          failures.harden(request);
          entrance.handle(request);
        });
  }

  private Handler<RoutingContext> answering(Endpoint endpoint) {
    return request ->
        offload.call(
            request,
            () -> endpoint.answer(new Call(request)),
            answer -> answer.send(request.response()));
  }

  private void refuse(RoutingContext request) {
    String path = request.request().path();
    String allowed =
        entries.stream()
            .filter(entry -> entry.matches(path))
            .map(Entry::method)
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(", "));
    if (allowed.isEmpty()) {
      request.fail(Failures.unknownPath(path));
    } else {
      request.response().putHeader("Allow", allowed);
      request.fail(Failures.wrongMethod(request.request().method().name(), path, allowed));
    }
  }

  /** Who may use a route. */
  enum Access {
    PUBLIC,
    SIGNED_IN
  }

  /** A route: {@code path} with {@code :name} for a part that varies. */
  record Entry(String method, String path, Access access) {
    boolean matches(String actual) {
      return actual.matches(path.replaceAll(":[a-z]+", "[^/]+").replace("*", ".*"));
    }
  }
}
