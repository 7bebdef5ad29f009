package dev.slipway.core.net;

import dev.slipway.core.InvalidValueException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A block of addresses in CIDR notation; a single address is a block of one.
 *
 * @param prefix how many leading bits an address of the block has in common with {@code base}
 */
record Network(InetAddress base, int prefix) {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern STRICT_IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");

  /** Reads {@code 10.1.0.0/16}, {@code fd00::/8} or a single address; names are not looked up. */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    InetAddress base = literal(address, text);
    int bits = base.getAddress().length * Byte.SIZE;
    String prefix = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
    if (!PREFIX.matcher(prefix).matches() || Integer.parseInt(prefix) > bits) {
      throw invalid(text);
    }
    return new Network(base, Integer.parseInt(prefix));
  }

  /** Four decimal numbers without leading zeros, which every program reads alike. */
  static boolean isStrictIpv4(String host) {
    return STRICT_IPV4.matcher(host).matches();
  }

  boolean contains(InetAddress address) {
    byte[] ours = base.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >>> (bit % Byte.SIZE);
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress literal(String address, String whole) {
    if (!isStrictIpv4(address) && address.indexOf(':') < 0) {
      throw invalid(whole);
    }
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException _) {
      throw invalid(whole);
    }
  }

  private static InvalidValueException invalid(String text) {
    return new InvalidValueException(
        "\"" + text + "\" is no network; write it as 10.1.0.0/16, fd00::/8 or a single address");
  }
}
