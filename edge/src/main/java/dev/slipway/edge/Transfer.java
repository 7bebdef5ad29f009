package dev.slipway.edge;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request on one connection to an instance, and its answer back. Both bodies pass as they come.
 * Lives on one event loop.
 *
 * <p>An answer that breaks off ends with the client's connection, so that it cannot be taken for a
 * complete one.
 */
final class Transfer {
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final ProxyLoop loop;
  private final Call call;
  private final ConnectionPool.Lease lease;
  private final Outcome outcome;
  private @Nullable HttpClientRequest out;
  private boolean written;
  private boolean answering;
  private boolean over;

  Transfer(ProxyLoop loop, Call call, ConnectionPool.Lease lease, Outcome outcome) {
    this.loop = loop;
    this.call = call;
    this.lease = lease;
    this.outcome = outcome;
  }

  /** How it ended; called once. */
  interface Outcome {
    /**
     * The client has its answer, whole or, when the instance broke off, with the connection's end.
     * Called before the end is written, because a pipelined request begins within that call.
     */
    void answered();

    /** The connection ended before the answer. */
    void broken(Transfer which, Throwable cause);

    /** The instance did not begin its answer within the limit. */
    void tooSlow(Transfer which, Duration limit);

    /** The request's body turned out to be longer than the service takes. */
    void tooLarge(Transfer which);

    /** The instance's answer begins; at most once, and before it ends. */
    void begins(int status);
  }

  Call call() {
    return call;
  }

  /** Whether the connection was used before. */
  boolean onKeptConnection() {
    return lease.reused();
  }

  /** Whether anything of the request may have reached the instance. */
  boolean written() {
    return written;
  }

  void start() {
    RequestOptions options =
        new RequestOptions().setMethod(call.ask().method()).setURI(call.ask().target());
    lease.connection().request(options).onComplete(this::send, this::brokeOff);
  }

  /** Ends it without an answer: nobody waits for one any more. */
  void abort() {
    over = true;
    stopWaiting();
    if (out != null) {
      out.reset();
    }
    lease.close();
    if (!call.request().isEnded()) {
      call.request().resume();
    }
  }

  private void send(HttpClientRequest to) {
    out = to;
    if (over) {
      abort();
      return;
    }
    Ask ask = call.ask();
    HeaderRules.toInstance(call.request().headers(), to.headers(), call.origin());
    to.exceptionHandler(this::brokeOff);
    to.response().onComplete(this::answer, this::brokeOff);
    written = true;
    if (ask.upgrade() != null) {
      to.putHeader(HttpHeaders.CONNECTION, "Upgrade").putHeader(HttpHeaders.UPGRADE, ask.upgrade());
      to.connect();
      startWaiting();
    } else if (ask.hasBody()) {
      sendBody(to);
    } else {
      if (ask.length() != null) {
        to.putHeader(HttpHeaders.CONTENT_LENGTH, ask.length());
      }
      to.end();
      startWaiting();
    }
  }

  private void sendBody(HttpClientRequest to) {
    HttpServerRequest request = call.request();
    String length = call.ask().length();
    if (length == null) {
      to.setChunked(true);
    } else {
      to.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    }
    if (request.version() != HttpVersion.HTTP_1_0) {
      to.continueHandler(_ -> passContinue());
    }
    // At once, since the first byte may wait for the instance's 100 Continue.
    to.sendHead();
    Pump.start(
        request,
        to,
        call.mostBody(),
        new Pump.End() {
          @Override
          public void reached() {
            to.end();
            startWaiting();
          }

          @Override
          public void tooFar() {
            sentTooMuch();
          }
        });
    request.resume();
  }

  private void passContinue() {
    HttpServerResponse response = call.request().response();
    if (!over && !response.headWritten()) {
      response.writeContinue();
    }
  }

  private void answer(HttpClientResponse in) {
    if (over) {
      return;
    }
    stopWaiting();
    boolean switching = in.statusCode() == SWITCHING_PROTOCOLS;
    if (switching && call.ask().upgrade() == null) {
      brokeOff(new IllegalStateException("it changed the protocol without being asked"));
      return;
    }
    HttpServerResponse response = call.request().response();
    try {
      HeaderRules.toClient(in.headers(), response.headers());
      if (!response.headers().contains(HeaderRules.REQUEST_ID)) {
        response.putHeader(HeaderRules.REQUEST_ID, call.id());
      }
      if (call.keepWith() != null) {
        response.headers().add(HttpHeaders.SET_COOKIE, call.keepWith());
      }
      response.setStatusCode(in.statusCode()).setStatusMessage(in.statusMessage());
    } catch (IllegalArgumentException e) {
      brokeOff(e);
      return;
    }
    answering = true;
    outcome.begins(in.statusCode());
    if (switching) {
      over = true;
      Tunnel.open(call.request(), in, outcome::answered);
    } else {
      passBody(in, response);
    }
  }

  private void passBody(HttpClientResponse in, HttpServerResponse response) {
    String length = in.headers().get(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    }
    boolean empty =
        call.ask().method().equals(HttpMethod.HEAD)
            || in.statusCode() == NO_CONTENT
            || in.statusCode() == NOT_MODIFIED;
    in.exceptionHandler(this::brokeOff);
    if (empty) {
      in.endHandler(_ -> finish(in, response));
      return;
    }
    if (length == null) {
      response.setChunked(true);
    }
    Pump.start(in, response, Long.MAX_VALUE, () -> finish(in, response));
    if (call.request().version() != HttpVersion.HTTP_1_0) {
      // An answer whose body comes later, such as a stream of events, shows its head now.
      loop.soon(() -> {
        if (!over && !response.headWritten()) {
          response.writeHead();
        }
      });
    }
  }

  private void finish(HttpClientResponse in, HttpServerResponse response) {
    if (over) {
      return;
    }
    over = true;
    HttpServerRequest request = call.request();
    MultiMap trailers = in.trailers();
    if (response.isChunked() && !trailers.isEmpty()) {
      response.trailers().addAll(trailers);
    }
    outcome.answered();
    if (request.isEnded() && stays(in)) {
      lease.giveBack();
    } else {
      lease.close();
    }
    boolean unframed = request.version() == HttpVersion.HTTP_1_0;
    Future<Void> sent = response.end();
    if (unframed) {
      sent.onComplete(_ -> request.connection().close());
    }
    Discard.rest(request, sent);
  }

  /** Whether the instance keeps the connection (RFC 9112, 9.3). */
  private static boolean stays(HttpClientResponse in) {
    return in.version() == HttpVersion.HTTP_1_1
        && !HeaderRules.lists(in.headers(), HttpHeaders.CONNECTION, "close");
  }

  private void brokeOff(Throwable cause) {
    if (over) {
      return;
    }
    over = true;
    stopWaiting();
    lease.close();
    if (answering) {
      outcome.answered();
      call.request().response().reset();
    } else {
      outcome.broken(this, cause);
    }
  }

  private void startWaiting() {
    if (!over && !answering) {
      Duration limit = call.firstByte(loop.limits());
      loop.answers().expect(this, System.nanoTime() + limit.toNanos());
    }
  }

  private void stopWaiting() {
    loop.answers().settled(this);
  }

  /** The answer should have begun by now. */
  void waitedTooLong() {
    if (!over && !answering) {
      abort();
      outcome.tooSlow(this, call.firstByte(loop.limits()));
    }
  }

  private void sentTooMuch() {
    if (!over && answering) {
      brokeOff(new IllegalStateException("the request is too large"));
    } else if (!over) {
      abort();
      outcome.tooLarge(this);
    }
  }
}
