package dev.slipway.registrysync.wire;

import dev.slipway.core.net.AddressPolicy;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator says about connections.
 *
 * @param plainHttpHosts those, with port, that speak without TLS although they are not on this
 *     machine
 * @param tlsHosts those, with port, that speak TLS although they are on this machine
 * @param addresses which may be connected to; null where an administrator named every registry that
 *     will ever be asked
 * @param named registries, with port, that an administrator named, wherever they are
 * @param authorities files of certificates, in PEM form, of authorities to trust besides the JDK's
 * @param proxies null to connect directly
 */
public record WireSettings(
    Set<String> plainHttpHosts,
    Set<String> tlsHosts,
    @Nullable AddressPolicy addresses,
    Set<String> named,
    List<Path> authorities,
    @Nullable ProxySelector proxies) {
  public WireSettings {
    plainHttpHosts = Set.copyOf(plainHttpHosts);
    tlsHosts = Set.copyOf(tlsHosts);
    named = Set.copyOf(named);
    authorities = List.copyOf(authorities);
  }

  /** Direct connections to whatever an administrator named, over TLS but on this machine. */
  public static WireSettings trusting(Set<String> plainHttpHosts) {
    return new WireSettings(plainHttpHosts, Set.of(), null, Set.of(), List.of(), null);
  }

  RegistryAddress address(String registry, Terms terms) {
    return RegistryAddress.of(registry, this, terms);
  }
}
