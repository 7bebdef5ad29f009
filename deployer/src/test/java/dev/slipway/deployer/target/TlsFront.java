package dev.slipway.deployer.target;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Puts TLS with client certificates before an engine that listens on a socket of the machine. */
final class TlsFront implements AutoCloseable {
  private final SSLServerSocket listening;
  private final Path socket;

  TlsFront(SSLContext context, Path socket) throws IOException {
    this.socket = socket;
    this.listening =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    listening.setNeedClientAuth(true);
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "tcp://127.0.0.1:" + listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> pass(client));
      } catch (IOException _) {
        return; // it was closed
      }
    }
  }

  private void pass(Socket client) {
    try (client;
        SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      Thread there = Thread.ofVirtual().start(() -> copy(client, engine));
      InputStream from = Channels.newInputStream(engine);
      from.transferTo(new Flushing(client.getOutputStream()));
      client.close();
      there.join();
    } catch (IOException _) {
      // Who could not prove who it is, or went away: the other side learns of it by the end.
      return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket client, SocketChannel engine) {
    try {
      client.getInputStream().transferTo(Channels.newOutputStream(engine));
      engine.shutdownOutput();
    } catch (IOException _) {
      // The other direction ends by itself.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  /** Passes each piece on at once. */
  private static final class Flushing extends FilterOutputStream {
    Flushing(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      out.flush();
    }
  }
}
