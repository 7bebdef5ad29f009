package dev.slipway.registrysync.wire;

import dev.slipway.core.InvalidValueException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HTTP proxies as the environment names them: {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code
 * NO_PROXY}, in upper or lower case.
 */
public final class EnvironmentProxies extends ProxySelector {
  private final Map<String, Proxy> byScheme;
  private final List<String> direct;

  private EnvironmentProxies(Map<String, Proxy> byScheme, List<String> direct) {
    this.byScheme = Map.copyOf(byScheme);
    this.direct = List.copyOf(direct);
  }

  /**
   * Reads it.
   *
   * @throws InvalidValueException when a proxy's address is none
   */
  public static EnvironmentProxies read(Map<String, String> environment) {
    Map<String, Proxy> proxies = new HashMap<>();
    for (String scheme : List.of("http", "https")) {
      value(environment, scheme + "_proxy").ifPresent(url -> proxies.put(scheme, proxy(url)));
    }
    List<String> direct =
        Arrays.stream(value(environment, "no_proxy").orElse("").split(",", -1))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList();
    return new EnvironmentProxies(proxies, direct);
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT)))
        .or(() -> Optional.ofNullable(environment.get(name)))
        .filter(value -> !value.isBlank());
  }

  private static Proxy proxy(String url) {
    try {
      URI uri = URI.create(url.contains("://") ? url : "http://" + url);
      if (uri.getHost() != null && "http".equals(uri.getScheme()) && uri.getUserInfo() == null) {
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        // Its name is looked up when it is needed, and again when it moved.
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
      }
    } catch (IllegalArgumentException _) {
      // Answered below.
    }
    throw new InvalidValueException(
        "a proxy's address is not of the form http://HOST:PORT, without a user and a password");
  }

  @Override
  public List<Proxy> select(URI uri) {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    @Nullable Proxy proxy = byScheme.get(uri.getScheme());
    return proxy == null || isDirect(host) ? List.of(Proxy.NO_PROXY) : List.of(proxy);
  }

  private boolean isDirect(String host) {
    return host.equals("localhost")
        || host.startsWith("127.")
        || host.equals("[::1]")
        || direct.stream().anyMatch(entry -> matches(entry, host));
  }

  private static boolean matches(String entry, String host) {
    String name = entry.startsWith("*.") ? entry.substring(1) : entry;
    return name.equals("*")
        || host.equals(name)
        || host.endsWith(name.startsWith(".") ? name : "." + name);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress proxy, IOException e) {
    // There is one proxy for each scheme, and nothing to fall back on.
  }
}
