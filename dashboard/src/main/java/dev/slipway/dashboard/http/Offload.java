package dev.slipway.dashboard.http;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes blocking work off the event loops onto virtual threads, a bounded number of calls at a
 * time; streams, which mostly wait, are not counted.
 */
public final class Offload implements AutoCloseable {
  /** Set on requests that must stay paused: once read to its end, none becomes a WebSocket. */
  public static final String UNREAD = Offload.class.getName() + ".unread";

  private static final Logger LOG = LoggerFactory.getLogger(Offload.class);
  private static final int AT_A_TIME = 256;

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dashboard-", 0).factory());
  private final Semaphore permits = new Semaphore(AT_A_TIME);

  /** Runs {@code work}, then {@code then} with its result on the request's event loop. */
  public <T> void call(RoutingContext request, Callable<T> work, Consumer<T> then) {
    Context loop = request.vertx().getOrCreateContext();
    start(
        request,
        loop,
        () -> {
          T result;
          permits.acquire();
          try {
            result = work.call();
          } finally {
            permits.release();
          }
          loop.runOnContext(_ -> orFail(request, () -> then.accept(result)));
        });
  }

  /** Runs an endpoint that writes its answer bit by bit. */
  public void stream(RoutingContext request, StreamEndpoint endpoint) {
    Context loop = request.vertx().getOrCreateContext();
    Outflow out = new Outflow(request.response(), loop);
    start(
        request,
        loop,
        () -> {
          try {
            endpoint.answer(new Call(request), out);
          } catch (Exception e) {
            if (!out.begun()) {
              throw e;
            }
            // The head is out: all that is left is to end the connection short of its end.
            if (!out.closed()) {
              loop.runOnContext(_ -> request.response().reset());
            }
          }
        });
  }

  /** Changes a request into a WebSocket and talks over it. */
  public void socket(RoutingContext request, SocketEndpoint endpoint) {
    request.put(UNREAD, true);
    Context loop = request.vertx().getOrCreateContext();
    start(
        request,
        loop,
        () -> {
          Conversation conversation;
          try {
            conversation = endpoint.answer(new Call(request));
          } catch (Exception e) {
            loop.runOnContext(_ -> request.request().resume());
            throw e;
          }
          Socket socket = Socket.upgrade(request.request(), loop);
          try {
            conversation.hold(socket);
            socket.close();
          } catch (Exception e) {
            // Mostly the other side that is gone; there is no answer any more to tell it by.
            LOG.debug("a conversation broke off", e);
            socket.fail();
          }
        });
  }

  private void start(RoutingContext request, Context loop, Work work) {
    threads.execute(() -> {
      try {
        work.run();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        loop.runOnContext(_ -> request.fail(e));
      }
    });
  }

  private static void orFail(RoutingContext request, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      request.fail(e);
    }
  }

  /** Interrupts what still runs. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private interface Work {
    void run() throws Exception;
  }
}
