package dev.slipway.edge;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request, from its head to the end of its answer: finds the instance, and tries again where
 * that is safe. Lives on one event loop.
 *
 * <p>Nothing of a request's body is read before a connection is there, so that an idempotent one
 * (RFC 9110, 9.2.2) can go to another instance when a connection cannot be made. A request without
 * a body that only reads is also sent again, once and on a new connection, when a kept connection
 * breaks before the answer: the instance closed it while the request was on its way.
 */
final class Exchange implements Transfer.Outcome {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final int MOST_TRIES = 3;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(75);

  private final ProxyLoop loop;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final String id;
  private int tries;
  private boolean over;
  private @Nullable Upstream upstream;
  private @Nullable Transfer transfer;

  Exchange(ProxyLoop loop, HttpServerRequest request) {
    this.loop = loop;
    this.request = request;
    this.response = request.response();
    this.id = HeaderRules.requestId(request.getHeader(HeaderRules.REQUEST_ID));
  }

  void begin() {
    switch (Ask.read(request)) {
      case Unreadable(Problem problem) -> answer(problem);
      case Ask ask -> {
        if (ask.hasBody()) {
          request.pause();
        }
        response.closeHandler(_ -> clientGone());
        attempt(ask);
      }
    }
  }

  /** Asks the table afresh each time: the route may have changed since the last try. */
  private void attempt(Ask ask) {
    if (over) {
      return;
    }
    Backend backend = loop.router().table().find(ask.host());
    if (backend == null) {
      answer(Problem.unknownHost(ask.host()));
      return;
    }
    String service = backend.service().value();
    Upstream chosen = backend.pick(System.nanoTime());
    if (chosen == null) {
      answer(Problem.noInstance(service, ask.host()));
      return;
    }
    tries++;
    chosen.enter();
    upstream = chosen;
    Call call = new Call(request, ask, service, id);
    loop.pool(chosen)
        .lease()
        .onComplete(lease -> send(call, lease), cause -> notConnected(call, chosen, cause));
  }

  private void send(Call call, ConnectionPool.Lease lease) {
    if (over) {
      lease.giveBack();
      return;
    }
    transfer = new Transfer(loop, call, lease, this);
    transfer.start();
  }

  private void notConnected(Call call, Upstream tried, Throwable cause) {
    if (over) {
      return;
    }
    leave();
    long now = System.nanoTime();
    tried.refused(now);
    if (!call.ask().idempotent() || tries >= MOST_TRIES) {
      giveUp(call, tried, "takes no connection", cause);
      return;
    }
    Backend newest = loop.router().table().find(call.ask().host());
    if (newest != null && newest.hasWilling(now)) {
      attempt(call.ask());
    } else {
      loop.after(BETWEEN_TRIES, () -> attempt(call.ask()));
    }
  }

  @Override
  public void broken(Transfer which, Throwable cause) {
    Upstream tried = upstream;
    if (over || tried == null) {
      return;
    }
    Call call = which.call();
    boolean again = !which.written() || call.ask().repeatable();
    if (which.onKeptConnection() && again) {
      loop.pool(tried)
          .connect()
          .onComplete(lease -> send(call, lease), e -> notConnected(call, tried, e));
      return;
    }
    leave();
    giveUp(call, tried, "closed the connection before its answer", cause);
  }

  @Override
  public void tooSlow(Transfer which) {
    leave();
    Call call = which.call();
    long seconds = loop.limits().firstByte().toSeconds();
    answer(Problem.tooSlow(call.service(), call.ask().host(), seconds));
  }

  @Override
  public void answered() {
    over = true;
    leave();
  }

  private void clientGone() {
    if (over) {
      return;
    }
    over = true;
    if (transfer != null) {
      transfer.abort();
    }
    leave();
  }

  private void leave() {
    Upstream left = upstream;
    upstream = null;
    if (left != null) {
      left.leave();
    }
  }

  private void giveUp(Call call, Upstream tried, String what, Throwable cause) {
    LOG.warn(
        "{} at {} {} ({}); request {} for {} got 502.",
        call.service(),
        tried,
        what,
        cause.getMessage(),
        id,
        call.ask().host());
    answer(Problem.noAnswer(call.service(), call.ask().host(), what));
  }

  private void answer(Problem problem) {
    over = true;
    boolean html = ProblemPage.wantsHtml(request.getHeader(HttpHeaders.ACCEPT));
    response.headers().clear();
    response
        .setStatusCode(problem.status())
        .putHeader(
            HttpHeaders.CONTENT_TYPE, (html ? "text/html" : "text/plain") + "; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.SERVER, "slipway")
        .putHeader(HeaderRules.REQUEST_ID, id);
    if (html) {
      response.putHeader("Content-Security-Policy", ProblemPage.POLICY);
    }
    if (problem.status() == 503) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "5");
    }
    loop.heads().waits(request.connection());
    String page = html ? ProblemPage.html(problem, id) : ProblemPage.text(problem, id);
    Discard.rest(request, response.end(page));
  }
}
