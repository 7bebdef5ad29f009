package dev.slipway.builder.checkout;

import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.net.ForbiddenAddressException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP connections of one fetch: all to the one host, all to addresses that the policy allows,
 * none following a redirect, all together within the limits. The JDK keeps them alive between
 * requests and fetches.
 */
final class GuardedHttp implements HttpConnectionFactory {
  private final URI origin;
  private final AddressPolicy policy;
  private final SSLSocketFactory sockets;
  private final FetchBudget budget;
  private final Set<HttpURLConnection> open = ConcurrentHashMap.newKeySet();
  private volatile int lastStatus;
  private volatile boolean closed;

  GuardedHttp(URI origin, AddressPolicy policy, SSLSocketFactory sockets, FetchBudget budget) {
    this.origin = origin;
    this.policy = policy;
    this.sockets = sockets;
    this.budget = budget;
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return create(url, null);
  }

  /** The proxy that JGit found in the process's settings is ignored: it could lead anywhere. */
  @Override
  public HttpConnection create(URL url, @Nullable Proxy ignored) throws IOException {
    if (!sameOrigin(url)) {
      throw new IOException("the server of " + origin + " points elsewhere, to " + url.getHost());
    }
    if (closed) {
      throw new IOException("told to stop");
    }
    HttpURLConnection connection = connect(url);
    open.add(connection);
    return new GuardedHttpConnection(connection, this);
  }

  /** The status of the newest answer; 0 when there was none. */
  int lastStatus() {
    return lastStatus;
  }

  void answered(int status) {
    lastStatus = status;
  }

  InputStream limited(InputStream body) {
    return new BudgetedStream(body, budget);
  }

  Duration silence() {
    return budget.silence();
  }

  /** Ends everything that is going on; may be called from any thread. */
  void abort() {
    closed = true;
    open.forEach(HttpURLConnection::disconnect);
  }

  private boolean sameOrigin(URL url) {
    return url.getProtocol().equalsIgnoreCase(origin.getScheme())
        && url.getHost().equalsIgnoreCase(origin.getHost())
        && url.getPort() == origin.getPort();
  }

  private HttpURLConnection connect(URL url) throws IOException {
    try {
      // The JDK remembers what it resolved for long enough to connect to just these addresses; over
      // https the socket checks its own once more.
      policy.resolve(url.getHost());
      if (url.getProtocol().toLowerCase(Locale.ROOT).equals("https")) {
        HttpsURLConnection connection = (HttpsURLConnection) url.openConnection(Proxy.NO_PROXY);
        connection.setSSLSocketFactory(sockets);
        return connection;
      }
      return (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    } catch (ForbiddenAddressException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
