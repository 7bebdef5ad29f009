package dev.slipway.registrysync.wire;

import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.net.ForbiddenAddressException;
import dev.slipway.core.registry.RegistryException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each address before a request goes there: the registry's, its token server's, and those
 * that they redirect to.
 *
 * <p>The JDK's client resolves the name once more when it connects, from the JDK's cache of names
 * that this look-up fills. Over https the certificate must fit the name besides.
 */
final class AddressGuard {
  private final WireSettings settings;
  private final Terms terms;
  private final @Nullable AddressPolicy policy;
  private final @Nullable ProxySelector proxies;

  AddressGuard(WireSettings settings, Terms terms) {
    this.settings = settings;
    this.terms = terms;
    this.policy = settings.addresses();
    this.proxies = settings.proxies();
  }

  /** Fails unless a request may go there. */
  void check(URI uri) throws RegistryException {
    String host = uri.getHost();
    String authority = uri.getRawAuthority();
    if (host == null || authority == null || uri.getRawUserInfo() != null) {
      throw new RegistryException(
          "\"" + uri + "\" is no address that can be asked",
          "correct it in the configuration of the registry that named it");
    }
    boolean plain = "http".equals(uri.getScheme());
    if (plain && !settings.address(authority, terms).plainHttp()) {
      throw new RegistryException(
          authority + " is not https",
          "let it speak TLS, or have an administrator name it among the hosts of plain HTTP");
    }
    if (!plain && !"https".equals(uri.getScheme())) {
      throw new RegistryException(
          "\"" + uri + "\" is neither https nor http", "correct what names this address");
    }
    if (policy != null && !settings.named().contains(authority)) {
      resolve(host, policy, viaProxy(uri));
    }
  }

  private static void resolve(String host, AddressPolicy policy, boolean viaProxy)
      throws RegistryException {
    try {
      policy.resolve(host);
    } catch (UnknownHostException e) {
      // Names that only the proxy knows are the proxy's to look up.
      if (!viaProxy) {
        throw new RegistryException(
            "the host " + host + " is not known", "correct its name, or the machine's DNS", e);
      }
    } catch (ForbiddenAddressException e) {
      throw new RegistryException(
          String.valueOf(e.getMessage()), "an administrator can allow it", e);
    }
  }

  private boolean viaProxy(URI uri) {
    return proxies != null
        && proxies.select(uri).stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
  }
}
