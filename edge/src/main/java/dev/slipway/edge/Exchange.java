package dev.slipway.edge;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request, from its head to the end of its answer: waits while its service is held, finds the
 * instance, and tries again where that is safe. Lives on one event loop.
 *
 * <p>Nothing of a request's body is read before a connection is there, so that an idempotent one
 * (RFC 9110, 9.2.2) can go to another instance when a connection cannot be made. A request without
 * a body that only reads is also sent again, once and on a new connection, when a kept connection
 * breaks before the answer: the instance closed it while the request was on its way.
 */
final class Exchange implements Transfer.Outcome {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final int MOST_TRIES = 3;
  private static final String REFUSED = "takes no connection";
  private static final String CLOSED = "closed the connection before its answer";

  /** No status of HTTP, but what other proxies log for this. */
  private static final int CLIENT_GONE = 499;

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(75);

  private final ProxyLoop loop;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final String id;
  private final Measure measure;
  private final long at = System.currentTimeMillis();
  private int tries;
  private boolean over;
  private @Nullable Ask asked;
  private @Nullable Backend backend;
  private @Nullable Visitor visitor;
  private @Nullable Upstream upstream;
  private @Nullable Transfer transfer;
  private WaitingRoom.@Nullable Guest waiting;

  Exchange(ProxyLoop loop, HttpServerRequest request) {
    this.loop = loop;
    this.request = request;
    this.response = request.response();
    this.id = HeaderRules.requestId(request.getHeader(HeaderRules.REQUEST_ID));
    this.measure = new Measure(loop.index());
  }

  void begin() {
    switch (Ask.read(request)) {
      case Unreadable(Problem problem) -> answer(problem);
      case Ask ask -> {
        if (ask.hasBody()) {
          request.pause();
        }
        response.closeHandler(_ -> clientGone());
        asked = ask;
        int secure = request.isSSL() ? 0 : loop.redirectPort(ask.host());
        if (secure == 0) {
          attempt(ask);
        } else {
          over = true;
          sent(ProblemPage.redirect(request, ask, secure, id));
        }
      }
    }
  }

  /** Asks the table afresh each time: the route may have changed since the last try. */
  private void attempt(Ask ask) {
    if (over) {
      return;
    }
    Entrance entrance = entrance(ask);
    if (entrance == null) {
      answer(Problem.unknownHost(ask.host()));
      return;
    }
    Backend found = entrance.backend();
    backend = found;
    Long most = found.limits().requestBody();
    if (most != null && ask.bodyBytes() > most) {
      answer(Problem.tooLarge(found.service().value(), ask.host(), most));
    } else if (found.held()) {
      hold(ask, found);
    } else {
      sendTo(entrance, ask);
    }
  }

  private @Nullable Entrance entrance(Ask ask) {
    return loop.router().table().find(ask.host(), ask.target());
  }

  private void hold(Ask ask, Backend held) {
    Held guest = new Held(ask, held);
    if (loop.waitingRoom().enter(guest, System.nanoTime())) {
      waiting = guest;
    } else {
      guest.waitedTooLong();
    }
  }

  private void sendTo(Entrance entrance, Ask ask) {
    Backend service = entrance.backend();
    Visitor who = visitor;
    if (who == null) {
      who = Visitor.of(request.headers(), service);
      visitor = who;
    }
    long now = System.nanoTime();
    Balancer release = service.choose(who, now, tries == MOST_TRIES - 1);
    Upstream chosen = release == null ? null : release.pick(now);
    if (release == null || chosen == null) {
      answer(Problem.noInstance(service.service().value(), ask.host()));
      return;
    }
    tries++;
    chosen.enter();
    upstream = chosen;
    measure.at(release);
    Call call = new Call(request, ask, service, keepWith(entrance, who, release), id);
    loop.pool(chosen)
        .lease()
        .onComplete(
            lease -> send(call, lease), cause -> tryElsewhere(call, chosen, REFUSED, cause));
  }

  private static @Nullable String keepWith(Entrance entrance, Visitor who, Balancer release) {
    Backend shared = entrance.backend();
    boolean fresh = shared.shared() && !who.asksFor(release.release()) && shared.stay(who) == null;
    return fresh ? Visitor.keepingWith(release, entrance.path()) : null;
  }

  private void send(Call call, ConnectionPool.Lease lease) {
    if (over) {
      lease.giveBack();
      return;
    }
    transfer = new Transfer(loop, call, lease, this);
    transfer.start();
  }

  private void tryElsewhere(Call call, Upstream tried, String what, Throwable cause) {
    if (over) {
      return;
    }
    leave();
    long now = System.nanoTime();
    tried.refused(now);
    measure.unreachable();
    if (!call.ask().idempotent() || tries >= MOST_TRIES) {
      giveUp(call, tried, what, cause);
      return;
    }
    Entrance newest = entrance(call.ask());
    Visitor who = visitor;
    if (newest != null && who != null && newest.backend().hasWilling(who, now)) {
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
          .onComplete(lease -> send(call, lease), e -> tryElsewhere(call, tried, REFUSED, e));
      return;
    }
    if (call.ask().repeatable()) {
      // A container that is ending takes connections for a moment that nobody answers any more; a
      // read may be sent again (RFC 9110, 9.2.2).
      tryElsewhere(call, tried, CLOSED, cause);
      return;
    }
    leave();
    measure.unreachable();
    giveUp(call, tried, CLOSED, cause);
  }

  @Override
  public void tooSlow(Transfer which, Duration limit) {
    leave();
    Call call = which.call();
    answerFor(Problem.tooSlow(call.service(), call.ask().host(), limit));
  }

  @Override
  public void tooLarge(Transfer which) {
    leave();
    Call call = which.call();
    answer(Problem.tooLarge(call.service(), call.ask().host(), call.mostBody()));
  }

  @Override
  public void begins(int status) {
    measure.answered(status);
  }

  @Override
  public void answered() {
    end(response.getStatusCode());
  }

  private void clientGone() {
    if (over) {
      return;
    }
    if (waiting != null) {
      loop.waitingRoom().leave(waiting);
    }
    if (transfer != null) {
      transfer.abort();
    }
    end(CLIENT_GONE);
  }

  /** Called once, however it ends. */
  private void end(int status) {
    over = true;
    leave();
    loop.heads().waits(request.connection());
    log(status);
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
    answerFor(Problem.noAnswer(call.service(), call.ask().host(), what));
  }

  /** Answers in the place of a release, which has to answer for it. */
  private void answerFor(Problem problem) {
    measure.answered(problem.status());
    answer(problem);
  }

  private void answer(Problem problem) {
    // Before the connection may be closed with the answer, which is not the client's doing.
    over = true;
    sent(ProblemPage.send(problem, request, id));
  }

  private void sent(Future<Void> ownAnswer) {
    end(response.getStatusCode());
    Discard.rest(request, ownAnswer);
  }

  private void log(int status) {
    AccessLog lines = loop.log();
    if (lines != null) {
      Ask ask = asked;
      lines.add(
          new AccessLine(
              at,
              backend == null ? null : backend.service().value(),
              measure.release(),
              ask == null ? "" : ask.host(),
              request.method().name(),
              ask == null ? String.valueOf(request.uri()) : ask.target(),
              status,
              response.bytesWritten(),
              measure.micros(),
              id));
    }
  }

  /** This request, as long as its service is held. */
  private final class Held implements WaitingRoom.Guest {
    private final Ask ask;
    private final Backend held;

    Held(Ask ask, Backend held) {
      this.ask = ask;
      this.held = held;
    }

    @Override
    public boolean mayGo() {
      Entrance now = entrance(ask);
      return now == null || !now.backend().held();
    }

    @Override
    public void go() {
      waiting = null;
      measure.restart();
      attempt(ask);
    }

    @Override
    public void waitedTooLong() {
      waiting = null;
      answer(Problem.heldTooLong(held.service().value(), ask.host()));
    }
  }
}
