package dev.slipway.dashboard.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An answer that is written bit by bit from a virtual thread. A write returns once the connection
 * has taken the bytes, so that a slow reader slows its own writer and nobody else; one that takes
 * nothing for a minute is cut off.
 */
public final class Outflow {
  private static final long STALLED_SECONDS = 60;

  private final HttpServerResponse response;
  private final Context loop;
  private volatile boolean closed;
  private volatile Runnable onClose = () -> {};

  /** On the response's event loop. */
  public Outflow(HttpServerResponse response, Context loop) {
    this.response = response;
    this.loop = loop;
    response.closeHandler(_ -> close());
    response.exceptionHandler(_ -> close());
  }

  private void close() {
    closed = true;
    onClose.run();
  }

  /** Whether the reader is gone. */
  public boolean closed() {
    return closed;
  }

  /** Runs when the reader goes, at once if that was before; must not block. */
  public void onClose(Runnable action) {
    onClose = action;
    if (closed) {
      action.run();
    }
  }

  /** Whether status and headers are out, so that a problem can no longer be told. */
  public boolean begun() {
    return response.headWritten();
  }

  /** Sets status and headers and sends them off. */
  public void begin(int status, Map<String, String> headers)
      throws IOException, InterruptedException {
    await(() -> {
      response.setStatusCode(status);
      headers.forEach(response::putHeader);
      if (!headers.containsKey("Content-Length")) {
        response.setChunked(true);
      }
      return response.writeHead();
    });
  }

  /** Writes, and waits until the connection has taken it. */
  public void write(Buffer bytes) throws IOException, InterruptedException {
    if (bytes.length() > 0) {
      await(() -> response.write(bytes));
    }
  }

  public void end() throws IOException, InterruptedException {
    await(response::end);
  }

  private void await(Write write) throws IOException, InterruptedException {
    if (closed) {
      throw new IOException("the reader is gone");
    }
    CompletableFuture<Void> taken = new CompletableFuture<>();
    loop.runOnContext(_ -> {
      try {
        write.start().onSuccess(_ -> taken.complete(null)).onFailure(taken::completeExceptionally);
      } catch (RuntimeException e) {
        taken.completeExceptionally(e);
      }
    });
    try {
      taken.get(STALLED_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the reader is gone", e.getCause());
    } catch (TimeoutException e) {
      loop.runOnContext(_ -> response.reset());
      throw new IOException("the reader took nothing for " + STALLED_SECONDS + " s", e);
    }
  }

  private interface Write {
    Future<Void> start();
  }
}
