package dev.slipway.deployer.target.docker;

import com.github.dockerjava.transport.SSLConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Connections to an engine of which each direction can be ended by itself: docker-java's own keep
 * the input of a command open for as long as its output is.
 *
 * @param host {@code unix:///PATH} or {@code tcp://HOST:PORT}
 * @param tls what TLS needs; null without
 */
record EngineDoor(URI host, @Nullable SSLConfig tls) {
  /**
   * docker-java's own choice ends at 1.2, in which whoever hears that one direction has ended ends
   * the other one, too.
   */
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private static final List<String> SUITES_OF_TLS_1_3 =
      List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");

  /** Opens a new one. */
  Connection connect(Duration within) throws IOException {
    return "unix".equals(host.getScheme()) ? unix() : tcp(within);
  }

  private Connection unix() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(host.getPath()));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return new Connection(
        Channels.newInputStream(channel),
        Channels.newOutputStream(channel),
        channel::shutdownOutput,
        channel);
  }

  private Connection tcp(Duration within) throws IOException {
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.connect(
          new InetSocketAddress(host.getHost(), host.getPort()),
          Math.toIntExact(within.toMillis()));
      Socket socket = tls == null ? plain : secured(plain, tls, within);
      return new Connection(
          socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput, socket);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private Socket secured(Socket plain, SSLConfig config, Duration within) throws IOException {
    SSLContext context;
    try {
      context = config.getSSLContext();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    var secured =
        (SSLSocket)
            context.getSocketFactory().createSocket(plain, host.getHost(), host.getPort(), true);
    var parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(PROTOCOLS);
    parameters.setCipherSuites(
        Stream.concat(SUITES_OF_TLS_1_3.stream(), Arrays.stream(parameters.getCipherSuites()))
            .toArray(String[]::new));
    secured.setSSLParameters(parameters);
    secured.setSoTimeout(Math.toIntExact(within.toMillis()));
    secured.startHandshake();
    secured.setSoTimeout(0);
    return secured;
  }

  /** Both directions of one connection. */
  record Connection(InputStream in, OutputStream out, Ending outputEnd, AutoCloseable whole) {
    /** Nothing more is sent; the other direction goes on. */
    void endOutput() throws IOException {
      outputEnd.end();
    }

    void close() {
      try {
        whole.close();
      } catch (Exception _) {
        // Of no use any more either way.
      }
    }
  }

  /** Ends one direction. */
  interface Ending {
    void end() throws IOException;
  }
}
