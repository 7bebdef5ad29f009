package dev.slipway.core.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Knows the addresses that are not on the public internet, and those that carry one of them inside.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry/">IPv4 registry</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry/">IPv6 registry</a>
 */
final class SpecialAddresses {
  private static final List<Network> NOT_PUBLIC =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "168.63.129.16", // where Azure's machines ask for their own metadata
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "::/127",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/23",
              "2001:db8::/32",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "ff00::/8")
          .map(Network::parse)
          .toList();

  private static final Network IPV4_COMPATIBLE = Network.parse("::/96");
  private static final Network IPV4_TRANSLATED = Network.parse("::ffff:0:0:0/96");
  private static final Network NAT64 = Network.parse("64:ff9b::/96");
  private static final Network SIX_TO_FOUR = Network.parse("2002::/16");

  private SpecialAddresses() {}

  static boolean isPublic(InetAddress address) {
    boolean special = NOT_PUBLIC.stream().anyMatch(network -> network.contains(address));
    return !special && embedded(address).map(SpecialAddresses::isPublic).orElse(true);
  }

  /** The IPv4 address that a gateway would send this one to; the JDK unwraps mapped ones itself. */
  private static Optional<InetAddress> embedded(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return Optional.empty();
    }
    byte[] bytes = address.getAddress();
    if (SIX_TO_FOUR.contains(address)) {
      return Optional.of(ipv4(bytes, 2));
    }
    boolean atTheEnd =
        IPV4_COMPATIBLE.contains(address)
            || IPV4_TRANSLATED.contains(address)
            || NAT64.contains(address)
            || isIsatap(bytes);
    return atTheEnd ? Optional.of(ipv4(bytes, 12)) : Optional.empty();
  }

  /** RFC 5214: the interface's half is 0000:5efe or 0200:5efe and then the IPv4 address. */
  private static boolean isIsatap(byte[] bytes) {
    return (bytes[8] & ~0x02) == 0
        && bytes[9] == 0
        && bytes[10] == 0x5e
        && bytes[11] == (byte) 0xfe;
  }

  private static InetAddress ipv4(byte[] bytes, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
