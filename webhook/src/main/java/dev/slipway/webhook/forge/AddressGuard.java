package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.net.ForbiddenAddressException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Looks at each address before a request with a token goes there.
 *
 * <p>The JDK's client resolves the name once more when it connects. Both look-ups are answered from
 * the JDK's cache of names (30 seconds unless configured otherwise), which the first of them fills;
 * over https the certificate must fit the name besides. What is left open is a name that changes
 * its mind in the moment in which its cache entry runs out, for a host that is allowed to be asked
 * over plain http: one that is not public.
 */
final class AddressGuard {
  private final AddressPolicy policy;

  AddressGuard(AddressPolicy policy) {
    this.policy = policy;
  }

  /** Fails unless a token may be sent there. */
  void check(URI uri) throws Trouble {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if ((!scheme.equals("https") && !scheme.equals("http"))
        || uri.getHost() == null
        || uri.getRawUserInfo() != null) {
      throw Trouble.refused(
          "its address is none that an API can be asked at",
          "connect the account with an address such as https://git.example.com");
    }
    List<InetAddress> addresses = resolve(uri.getHost());
    if (scheme.equals("http") && addresses.stream().anyMatch(AddressPolicy::isPublic)) {
      throw Trouble.refused(
          "the token would cross the internet in the clear",
          "connect the account with the forge's https address");
    }
  }

  private List<InetAddress> resolve(String host) throws Trouble {
    try {
      return policy.resolve(host);
    } catch (UnknownHostException e) {
      throw Trouble.unavailable("the host " + host + " is not known", e);
    } catch (ForbiddenAddressException e) {
      throw new Trouble(
          Kind.REFUSED, String.valueOf(e.getMessage()), "an administrator can allow it", null, e);
    }
  }
}
