package dev.slipway.builder.image.session;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpClientUpgradeHandler;
import io.netty.handler.codec.http.HttpClientUpgradeHandler.UpgradeCodec;
import io.netty.handler.codec.http.HttpClientUpgradeHandler.UpgradeEvent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the engine over HTTP/1.1 to make the connection a session, on which the roles are swapped:
 * the engine is the client then.
 */
final class SessionUpgrade extends ChannelInboundHandlerAdapter {
  private static final int LONGEST_REFUSAL = 64 * 1024;

  private final FullHttpRequest request;
  private final GrpcServer server;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /**
   * An upgrade that waits for a connection.
   *
   * @param id of the session, which nobody else may be able to guess
   */
  SessionUpgrade(String host, String id, GrpcServer server) {
    this.request = request(host, id, server.methods());
    this.server = server;
  }

  /** Goes to the end of the pipeline of a connection that is about to be made. */
  void addTo(ChannelPipeline pipeline) {
    HttpClientCodec http = new HttpClientCodec();
    pipeline.addLast(
        http, new HttpClientUpgradeHandler(http, new ToServer(server), LONGEST_REFUSAL), this);
  }

  /**
   * Waits until the engine agreed.
   *
   * @throws IOException when it did not
   */
  void await(long seconds) throws IOException, InterruptedException {
    try {
      done.get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer to POST /session within " + seconds + " s", e);
    }
  }

  private static FullHttpRequest request(String host, String id, Collection<String> methods) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.POST, "/session", Unpooled.EMPTY_BUFFER);
    request
        .headers()
        .set(HttpHeaderNames.HOST, host)
        .set("X-Docker-Expose-Session-Uuid", id)
        .set("X-Docker-Expose-Session-Name", "slipway")
        .set("X-Docker-Expose-Session-Sharedkey", "")
        .set("X-Docker-Expose-Session-Grpc-Method", methods);
    return request;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    // A failure breaks the connection, which is told below.
    var _ = context.writeAndFlush(request);
    context.fireChannelActive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == UpgradeEvent.UPGRADE_SUCCESSFUL) {
      context.pipeline().remove(this);
      done.complete(null);
    }
    context.fireUserEventTriggered(event);
  }

  /** An answer gets here only when it is a refusal. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof FullHttpResponse refusal) {
      String words = refusal.content().toString(StandardCharsets.UTF_8).strip();
      fail(
          context,
          new IOException("POST /session was answered with " + refusal.status() + ": " + words));
    }
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(context, new EOFException("the engine closed the connection of POST /session"));
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(context, cause instanceof IOException known ? known : new IOException(cause));
  }

  private void fail(ChannelHandlerContext context, IOException cause) {
    done.completeExceptionally(cause);
    var _ = context.close();
  }

  /** What follows the engine's consent. */
  private record ToServer(GrpcServer server) implements UpgradeCodec {
    @Override
    public CharSequence protocol() {
      return "h2c";
    }

    @Override
    public Collection<CharSequence> setUpgradeHeaders(
        ChannelHandlerContext context, HttpRequest request) {
      return List.of();
    }

    @Override
    public void upgradeTo(ChannelHandlerContext context, FullHttpResponse consent) {
      server.addTo(context.pipeline());
    }
  }
}
