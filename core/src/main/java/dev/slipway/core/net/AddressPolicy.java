package dev.slipway.core.net;

import dev.slipway.core.InvalidValueException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides which addresses Slipway may connect to for somebody else: public ones, and those private
 * ones that the administrator named. Whoever connects uses the address that was checked, not the
 * name again, so that a name cannot change its mind in between. Immutable.
 */
public final class AddressPolicy {
  /** Allows no private address at all. */
  public static final AddressPolicy PUBLIC_ONLY = allowing(List.of());

  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

  /** Digits and {@code 0x..} in the last label: some resolver would read it as an IPv4 address. */
  private static final Pattern NUMBER_LIKE = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)\\.?");

  private final Set<String> names;
  private final List<Network> networks;
  private final Lookup lookup;

  private AddressPolicy(Set<String> names, List<Network> networks, Lookup lookup) {
    this.names = Set.copyOf(names);
    this.networks = List.copyOf(networks);
    this.lookup = lookup;
  }

  /**
   * A policy that allows these besides everything public.
   *
   * @param entries host names, addresses, or networks such as {@code 10.1.0.0/16}
   * @throws InvalidValueException when an entry is none of them
   */
  public static AddressPolicy allowing(Collection<String> entries) {
    return allowing(entries, InetAddress::getAllByName);
  }

  static AddressPolicy allowing(Collection<String> entries, Lookup lookup) {
    Set<String> names = new HashSet<>();
    List<Network> networks = new ArrayList<>();
    for (String entry : entries) {
      String plain = canonical(entry.strip());
      if (plain.indexOf('/') >= 0 || isLiteral(plain)) {
        networks.add(Network.parse(plain));
      } else if (NAME.matcher(plain).matches() && !NUMBER_LIKE.matcher(plain).matches()) {
        names.add(plain);
      } else {
        throw new InvalidValueException(
            "\""
                + entry
                + "\" cannot be allowed; write a host name, an address, or a network such as"
                + " 10.1.0.0/16");
      }
    }
    return new AddressPolicy(names, networks, lookup);
  }

  /**
   * Resolves the host once and returns the addresses that may be used, in the resolver's order.
   *
   * @param host a name or an address as it stands in a URL, IPv6 with or without brackets
   * @throws UnknownHostException when there is no such host
   * @throws ForbiddenAddressException when one of its addresses is not public and not allowed, or
   *     when it is an address in a notation that programs disagree about
   */
  public List<InetAddress> resolve(String host)
      throws UnknownHostException, ForbiddenAddressException {
    String plain = canonical(host);
    if (!isLiteral(plain)) {
      checkName(host, plain);
    }
    List<InetAddress> addresses = List.of(lookup.allByName(plain));
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host);
    }
    for (InetAddress address : addresses) {
      check(plain, address);
    }
    return addresses;
  }

  /**
   * Checks an address that a host was resolved to, right before connecting.
   *
   * @throws ForbiddenAddressException when it is not public and neither it nor the host is allowed
   */
  public void check(String host, InetAddress address) throws ForbiddenAddressException {
    boolean allowed =
        isPublic(address)
            || names.contains(canonical(host))
            || networks.stream().anyMatch(network -> network.contains(address));
    if (!allowed) {
      throw ForbiddenAddressException.privateAddress(host, address.getHostAddress());
    }
  }

  /** Whether everybody on the internet means the same machine by this address. */
  public static boolean isPublic(InetAddress address) {
    return SpecialAddresses.isPublic(address);
  }

  private static void checkName(String host, String plain)
      throws UnknownHostException, ForbiddenAddressException {
    if (NUMBER_LIKE.matcher(plain).matches()) {
      throw ForbiddenAddressException.oddNotation(host);
    }
    if (!NAME.matcher(plain).matches()) {
      throw new UnknownHostException(host + " is no host name");
    }
  }

  /** Lower case, without brackets; the dot that ends an absolute name goes, an address keeps it. */
  private static String canonical(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    if (lower.startsWith("[") && lower.endsWith("]")) {
      return lower.substring(1, lower.length() - 1);
    }
    boolean absoluteName = lower.endsWith(".") && !NUMBER_LIKE.matcher(lower).matches();
    return absoluteName ? chopped(lower) : lower;
  }

  private static String chopped(String text) {
    return text.substring(0, text.length() - 1);
  }

  private static boolean isLiteral(String host) {
    return Network.isStrictIpv4(host) || (host.indexOf(':') >= 0 && host.indexOf('%') < 0);
  }

  /** How names become addresses. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] allByName(String host) throws UnknownHostException;
  }
}
