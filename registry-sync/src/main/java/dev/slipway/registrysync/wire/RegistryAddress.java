package dev.slipway.registrysync.wire;

import dev.slipway.core.InvalidValueException;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a registry is.
 *
 * @param host with its port, where it has one: {@code 127.0.0.1:5000}
 * @param plainHttp whether to speak without TLS
 */
public record RegistryAddress(String host, boolean plainHttp) {
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:]+])(:[0-9]{1,5})?");
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|.*\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]+)?");

  /** Docker Hub's images are named after a host that serves none. */
  private static final Set<String> HUB = Set.of("docker.io", "index.docker.io");

  private static final String HUB_SERVER = "registry-1.docker.io";

  public RegistryAddress {
    if (!HOST.matcher(host).matches()) {
      throw new InvalidValueException(
          "\"" + host + "\" is no registry; write it as HOST:PORT, for example 127.0.0.1:5000");
    }
  }

  /**
   * Reads {@code HOST[:PORT][/PREFIX]}; the prefix is part of the images' names and says nothing
   * about the place.
   *
   * @param plainHttpHosts those, with port, that speak without TLS although they are not on this
   *     machine
   */
  public static RegistryAddress of(String registry, Set<String> plainHttpHosts) {
    return of(registry, WireSettings.trusting(plainHttpHosts), Terms.NONE);
  }

  /**
   * The same where more was said. Hosts of this machine speak without TLS, unless they are among
   * those that do, or have an authority.
   */
  static RegistryAddress of(String registry, WireSettings settings, Terms terms) {
    int slash = registry.indexOf('/');
    String host = slash < 0 ? registry : registry.substring(0, slash);
    Terms.Special special = terms.of(host);
    boolean usuallyPlain =
        LOOPBACK.matcher(host).matches()
            && !settings.tlsHosts().contains(host)
            && special.authorities().isEmpty();
    return new RegistryAddress(
        host, usuallyPlain || special.plainHttp() || settings.plainHttpHosts().contains(host));
  }

  /** The address of a resource, by its path after {@code /v2/}. */
  public URI resource(String path) {
    String server = HUB.contains(host) ? HUB_SERVER : host;
    return URI.create((plainHttp ? "http://" : "https://") + server + "/v2/" + path);
  }

  @Override
  public String toString() {
    return host;
  }
}
