package dev.slipway.builder.checkout;

import dev.slipway.core.Secret;
import dev.slipway.core.build.Failure;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.net.ForbiddenAddressException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP connections of one fetch: all to the one host, all to addresses that the policy allows,
 * none following a redirect, all together within the limits. The JDK keeps them alive between
 * requests and fetches.
 */
final class GuardedHttp implements HttpConnectionFactory, Wire {
  /** Any user name will do beside a token; this one is what Bitbucket insists on. */
  private static final String USER = "x-token-auth";

  private final URI origin;
  private final @Nullable Secret token;
  private final AddressPolicy policy;
  private final SSLSocketFactory sockets;
  private final FetchBudget budget;
  private final Set<HttpURLConnection> open = ConcurrentHashMap.newKeySet();
  private volatile int lastStatus;
  private volatile boolean closed;

  GuardedHttp(
      CloneAddress address, AddressPolicy policy, SSLSocketFactory sockets, FetchBudget budget) {
    this.origin = address.url();
    this.token = address.secret();
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

  @Override
  public Transport transport(Repository mirror) throws IOException {
    try {
      TransportHttp transport =
          (TransportHttp) Transport.open(mirror, new URIish(origin.toString()));
      transport.setHttpConnectionFactory(this);
      if (token != null) {
        transport.setPreemptiveBasicAuthentication(USER, token.reveal());
      }
      return transport;
    } catch (URISyntaxException e) {
      throw new IOException(origin + " is no address that git understands", e);
    }
  }

  /** A connection that is not JGit's, for whatever else is kept at the same server. */
  GuardedHttpConnection open(URI url) throws IOException {
    return (GuardedHttpConnection) create(url.toURL(), null);
  }

  /** What to send along where the server is to know who asks; empty without a token. */
  Optional<String> authorization() {
    return Optional.ofNullable(token)
        .map(secret -> USER + ":" + secret.reveal())
        .map(pair -> Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
        .map(encoded -> "Basic " + encoded);
  }

  /** The status of the newest answer; 0 when there was none. */
  int lastStatus() {
    return lastStatus;
  }

  @Override
  public Optional<Failure> refusal() {
    return GitFailures.ofStatus(origin, lastStatus);
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

  @Override
  public void abort() {
    closed = true;
    open.forEach(HttpURLConnection::disconnect);
  }

  /** Leaves the connections to the JDK, which may use them for the next fetch. */
  @Override
  public void close() {
    open.clear();
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
