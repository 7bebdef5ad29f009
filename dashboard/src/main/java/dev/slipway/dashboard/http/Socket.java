package dev.slipway.dashboard.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket for blocking code. A message is read from the connection when the one before it was
 * received, and sending returns once the connection has taken it: whoever is slow slows the other
 * side, and nobody else. One thread may receive while another sends.
 */
public final class Socket {
  private static final int MOST_MESSAGE = 1 << 20;

  /** Well within what servers and proxies take for an idle connection. */
  private static final long PING_MILLIS = 30_000;

  /** A reader whose output stands still answers no ping either, and may do so for a while. */
  private static final Duration GONE_AFTER = Duration.ofMinutes(5);

  private static final int OK = 1000;
  private static final int TOO_BIG = 1009;
  private static final int FAILED = 1011;

  private final ServerWebSocket socket;
  private final Context loop;
  private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
  private final long pings;
  private Buffer assembled = Buffer.buffer();
  private boolean text;
  private long heard = System.nanoTime();
  private volatile boolean closed;
  private volatile Runnable onClose = () -> {};

  /** On the loop. */
  private Socket(ServerWebSocket socket, Context loop) {
    this.socket = socket;
    this.loop = loop;
    socket.pause();
    socket.frameHandler(this::take);
    socket.pongHandler(_ -> heard = System.nanoTime());
    socket.exceptionHandler(_ -> {});
    socket.closeHandler(_ -> end());
    pings = loop.owner().setPeriodic(PING_MILLIS, _ -> ping());
    socket.fetch(1);
  }

  /** Changes a request into a WebSocket; blocks until that is done. */
  static Socket upgrade(HttpServerRequest request, Context loop)
      throws IOException, InterruptedException {
    CompletableFuture<Socket> opened = new CompletableFuture<>();
    loop.runOnContext(_ -> {
      try {
        request
            .toWebSocket()
            .onSuccess(socket -> opened.complete(new Socket(socket, loop)))
            .onFailure(opened::completeExceptionally);
      } catch (RuntimeException e) {
        opened.completeExceptionally(e);
      }
    });
    return await(opened);
  }

  private void take(WebSocketFrame frame) {
    heard = System.nanoTime();
    if (!frame.isText() && !frame.isBinary() && !frame.isContinuation()) {
      socket.fetch(1);
      return;
    }
    text = frame.isContinuation() ? text : frame.isText();
    assembled.appendBuffer(frame.binaryData());
    if (assembled.length() > MOST_MESSAGE) {
      socket.close((short) TOO_BIG, "messages have at most " + MOST_MESSAGE + " bytes");
    } else if (frame.isFinal()) {
      received.add(text ? new Message.Text(assembled.toString()) : bytes());
      assembled = Buffer.buffer();
    } else {
      socket.fetch(1);
    }
  }

  private Message.Bytes bytes() {
    return new Message.Bytes(assembled.getBytes());
  }

  private void ping() {
    if (System.nanoTime() - heard > GONE_AFTER.toNanos()) {
      socket.close((short) FAILED, "nothing was heard for " + GONE_AFTER.toMinutes() + " min");
    } else {
      socket.writePing(Buffer.buffer());
    }
  }

  private void end() {
    closed = true;
    loop.owner().cancelTimer(pings);
    received.add(new Message.Closed());
    onClose.run();
  }

  /** Runs when the connection ends, at once if that was before; must not block. */
  public void onClose(Runnable action) {
    onClose = action;
    if (closed) {
      action.run();
    }
  }

  /**
   * Waits for the next message.
   *
   * @return {@link Message.Closed} when there will be none; null when the time was over first
   */
  public @Nullable Message receive(Duration most) throws InterruptedException {
    return followed(received.poll(most.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Waits for the next message however long it takes. */
  public Message receive() throws InterruptedException {
    Message next = received.take();
    followed(next);
    return next;
  }

  private @Nullable Message followed(@Nullable Message message) {
    if (message instanceof Message.Closed) {
      received.add(message);
    } else if (message != null) {
      loop.runOnContext(_ -> socket.fetch(1));
    }
    return message;
  }

  public void send(byte[] bytes) throws IOException, InterruptedException {
    sent(() -> socket.writeBinaryMessage(Buffer.buffer(bytes)));
  }

  /** Sends a view record as JSON. */
  public void send(Object view) throws IOException, InterruptedException {
    String json = Json.write(view);
    sent(() -> socket.writeTextMessage(json));
  }

  private void sent(Supplier<Future<Void>> write) throws IOException, InterruptedException {
    if (closed) {
      throw new IOException("the other side is gone");
    }
    CompletableFuture<Void> taken = new CompletableFuture<>();
    loop.runOnContext(_ -> {
      try {
        write.get().onSuccess(_ -> taken.complete(null)).onFailure(taken::completeExceptionally);
      } catch (RuntimeException e) {
        taken.completeExceptionally(e);
      }
    });
    var _ = await(taken);
  }

  private static <T extends @Nullable Object> T await(CompletableFuture<T> future)
      throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IOException("the other side is gone", e.getCause());
    }
  }

  /** Ends it as done; can be repeated. */
  public void close() {
    loop.runOnContext(_ -> {
      if (!closed) {
        socket.close((short) OK);
      }
    });
  }

  /** Ends it as broken. */
  void fail() {
    loop.runOnContext(_ -> {
      if (!closed) {
        socket.close((short) FAILED, "something went wrong at the server");
      }
    });
  }

  /** What the other side sent. */
  public sealed interface Message {
    record Text(String json) implements Message {}

    // Received once, by whoever it was made for: nobody compares or keeps them.
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes) implements Message {}

    /** It sends no more. */
    record Closed() implements Message {}
  }
}
