package dev.slipway.builder.image.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A session with the engine's BuildKit, to be named in the request of one build: what that build
 * may have, BuildKit asks for over it. It takes one connection and one thread, and leaves neither
 * behind when closed. Builds whose session ends fail. Safe for concurrent use.
 */
public final class BuildSession implements AutoCloseable {
  private static final long OPENING_SECONDS = 10;
  private static final long CLOSING_SECONDS = 5;

  private final String id;
  private final EventLoopGroup group;
  private final Channel channel;

  private BuildSession(String id, EventLoopGroup group, Channel channel) {
    this.id = id;
    this.group = group;
    this.channel = channel;
  }

  /**
   * Opens a session.
   *
   * @param methods by full name, such as {@code /package.Service/Method}; others are answered as
   *     unimplemented
   * @throws IOException when the engine cannot be reached or refuses
   */
  public static BuildSession open(EngineEndpoint endpoint, Map<String, GrpcMethod> methods)
      throws IOException {
    String id = UUID.randomUUID().toString();
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("build-session", true), NioIoHandler.newFactory());
    try {
      SessionUpgrade upgrade = new SessionUpgrade(endpoint.host(), id, new GrpcServer(methods));
      ChannelFuture connected = endpoint.connect(group, upgrade::addTo).await();
      if (!connected.isSuccess()) {
        throw new IOException(connected.cause());
      }
      upgrade.await(OPENING_SECONDS);
      return new BuildSession(id, group, connected.channel());
    } catch (IOException e) {
      shutDown(group);
      throw e;
    } catch (InterruptedException e) {
      shutDown(group);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening a session", e);
    }
  }

  /** What a request for a build names it by. */
  public String id() {
    return id;
  }

  /** Whether the engine still holds it. */
  public boolean open() {
    return channel.isActive();
  }

  /** Hangs up, and returns when nothing of the session is left. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
    shutDown(group);
  }

  private static void shutDown(EventLoopGroup group) {
    group
        .shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
  }
}
