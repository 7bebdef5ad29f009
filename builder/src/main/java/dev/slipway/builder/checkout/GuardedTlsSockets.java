package dev.slipway.builder.checkout;

import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.net.ForbiddenAddressException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes TLS sockets for the JDK's HTTPS client that check the very address they connect to. One
 * object serves all fetches, since the client keeps connections alive per socket factory.
 */
final class GuardedTlsSockets extends SSLSocketFactory {
  private final SSLSocketFactory tls;
  private final AddressPolicy policy;

  GuardedTlsSockets(SSLSocketFactory tls, AddressPolicy policy) {
    this.tls = tls;
    this.policy = policy;
  }

  /** Where the HTTPS client begins; it connects and then asks for TLS on top. */
  @Override
  public Socket createSocket() {
    return new GuardedSocket(policy);
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return tls.createSocket(socket, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(host, port));
    return tls.createSocket(socket, host, port, true);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket(host.getHostAddress(), port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(host.getHostAddress(), port);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }

  private static final class GuardedSocket extends Socket {
    private final AddressPolicy policy;

    GuardedSocket(AddressPolicy policy) {
      this.policy = policy;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      if (!(endpoint instanceof InetSocketAddress address)) {
        throw new IOException(endpoint + " is no internet address");
      }
      if (address.isUnresolved()) {
        throw new UnknownHostException(address.getHostString());
      }
      try {
        policy.check(address.getHostString(), address.getAddress());
      } catch (ForbiddenAddressException e) {
        throw new IOException(e.getMessage(), e);
      }
      super.connect(endpoint, timeout);
    }
  }
}
