package dev.slipway.dashboard;

import dev.slipway.core.access.Role;
import dev.slipway.dashboard.access.AuditTrail;
import dev.slipway.dashboard.access.Gate;
import dev.slipway.dashboard.access.Intent;
import dev.slipway.dashboard.access.Rule;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Conversation;
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
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * The routes of the dashboard. Each one names the role that it needs, and gets the same guards in
 * the same order, so that a route cannot be added without them: security headers, who calls and
 * whether they may, the body within its limit, intent, and the entry in the audit log.
 */
final class RouteTable {
  private static final long MOST_BODY = 1 << 20;

  /** The status of a connection that became a WebSocket. */
  private static final int SWITCHED = 101;

  private final Router router;
  private final Gate gate;
  private final AuditTrail trail;
  private final Offload offload;
  private final Failures failures;
  private final List<Rule> rules = new ArrayList<>();

  RouteTable(Router router, Gate gate, AuditTrail trail, Offload offload, Failures failures) {
    this.router = router;
    this.gate = gate;
    this.trail = trail;
    this.offload = offload;
    this.failures = failures;
  }

  /** Read by whoever has the role. */
  void get(Role role, String path, Endpoint endpoint) {
    guarded(new Rule("GET", path, role, false)).handler(answering(endpoint));
  }

  /** Read by anybody; who it is is known where it can be. */
  void getPublic(String path, Endpoint endpoint) {
    guarded(new Rule("GET", path, null, false)).handler(answering(endpoint));
  }

  /** Read bit by bit by whoever has the role. */
  void stream(Role role, String path, StreamEndpoint endpoint) {
    guarded(new Rule("GET", path, role, false))
        .handler(request -> offload.stream(request, endpoint));
  }

  /** A WebSocket of whoever has the role; written into the audit log when it begins. */
  void socket(Role role, String path, SocketEndpoint endpoint) {
    Rule rule = new Rule("GET", path, role, true);
    guarded(rule)
        .handler(request -> offload.socket(request, call -> begin(request, rule, call, endpoint)));
  }

  private Conversation begin(RoutingContext request, Rule rule, Call call, SocketEndpoint endpoint)
      throws Exception {
    return trail.keep(
        request,
        rule,
        () -> {
          Intent.demandOwnOrigin(request);
          demandUpgrade(request);
          return endpoint.answer(call);
        },
        _ -> SWITCHED);
  }

  private static void demandUpgrade(RoutingContext request) {
    if (!"websocket".equalsIgnoreCase(request.request().getHeader("Upgrade"))) {
      throw ProblemException.problem(
          426, "upgrade-required", "Only as a WebSocket", "call it as a WebSocket, over wss");
    }
  }

  /** Asked with a body, and changes nothing. */
  void ask(Role role, String path, Endpoint endpoint) {
    withBody(new Rule("POST", path, role, false), endpoint);
  }

  void post(Role role, String path, Endpoint endpoint) {
    withBody(new Rule("POST", path, role, true), endpoint);
  }

  void postPublic(String path, Endpoint endpoint) {
    withBody(new Rule("POST", path, null, true), endpoint);
  }

  void put(Role role, String path, Endpoint endpoint) {
    withBody(new Rule("PUT", path, role, true), endpoint);
  }

  void delete(Role role, String path, Endpoint endpoint) {
    withBody(new Rule("DELETE", path, role, true), endpoint);
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

  List<Rule> rules() {
    return List.copyOf(rules);
  }

  private void withBody(Rule rule, Endpoint endpoint) {
    Route route = guarded(rule);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(MOST_BODY);
    // Hidden from the router, which wants to have body handlers first: nobody's body is read before
    // it is known who sends it.
    route.handler(request -> body.handle(request));
    route.handler(request ->
        offload.call(
            request, () -> answer(request, rule, endpoint), it -> it.send(request.response())));
  }

  private Answer answer(RoutingContext request, Rule rule, Endpoint endpoint) throws Exception {
    Callable<Answer> call =
        () -> {
          if (rule.role() != null) {
            Intent.demand(request);
          }
          return endpoint.answer(new Call(request));
        };
    return rule.changes() ? trail.keep(request, rule, call, Answer::status) : call.call();
  }

  private Route guarded(Rule rule) {
    rules.add(rule);
    HttpMethod method = HttpMethod.valueOf(rule.method());
    Route route = router.route(method, rule.path());
    if (method.equals(HttpMethod.GET)) {
      route.method(HttpMethod.HEAD);
    }
    Handler<RoutingContext> entrance = gate.entrance(rule);
    return route
        .failureHandler(failures::tell)
        .handler(request -> {
          failures.harden(request);
          entrance.handle(request);
        });
  }

  private Handler<RoutingContext> answering(Endpoint endpoint) {
    return request -> {
      Call call = new Call(request);
      offload.call(
          request,
          () -> endpoint.answer(call).forReader(call),
          answer -> answer.send(request.response()));
    };
  }

  private void refuse(RoutingContext request) {
    String path = request.request().path();
    String allowed =
        rules.stream()
            .filter(rule -> rule.matches(path))
            .map(Rule::method)
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
}
