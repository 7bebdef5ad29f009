package dev.slipway.builder.image.session;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine listens, for connections that docker-java cannot make. Safe for concurrent use.
 *
 * @param address {@code unix:///path} or {@code tcp://host:port}, as in {@code DOCKER_HOST}
 * @param tls how to encrypt a TCP connection; null for not at all
 */
public record EngineEndpoint(URI address, @Nullable SSLContext tls) {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int PLAIN_PORT = 2375;
  private static final int TLS_PORT = 2376;

  /** Whether this program can connect there by itself: not to a pipe of Windows. */
  public boolean reachable() {
    return isSocketFile() || isTcp();
  }

  /** What goes into the header {@code Host}: a name that stands for none in case of a file. */
  String host() {
    return isTcp() ? address.getHost() + ":" + port() : "engine";
  }

  /** Begins to connect; what the initializer adds is put behind encryption. */
  ChannelFuture connect(EventLoopGroup group, Consumer<ChannelPipeline> initializer) {
    SocketAddress target =
        isTcp()
            ? new InetSocketAddress(address.getHost(), port())
            : UnixDomainSocketAddress.of(address.getPath());
    return new Bootstrap()
        .group(group)
        .channel(isTcp() ? NioSocketChannel.class : NioDomainSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                if (tls != null && isTcp()) {
                  channel.pipeline().addLast(encryption(tls));
                }
                initializer.accept(channel.pipeline());
              }
            })
        .connect(target);
  }

  private SslHandler encryption(SSLContext context) {
    SSLEngine engine = context.createSSLEngine(address.getHost(), port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return new SslHandler(engine);
  }

  private boolean isSocketFile() {
    return "unix".equals(address.getScheme());
  }

  private boolean isTcp() {
    return "tcp".equals(address.getScheme());
  }

  private int port() {
    if (address.getPort() > 0) {
      return address.getPort();
    }
    return tls == null ? PLAIN_PORT : TLS_PORT;
  }
}
