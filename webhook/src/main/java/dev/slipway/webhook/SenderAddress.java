package dev.slipway.webhook;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Whom wrong proofs are counted against. */
final class SenderAddress {
  private static final int NETWORK_BYTES = 8;

  private SenderAddress() {}

  /**
   * The address of the connection, which is a proxy's where one stands before Slipway. Of an IPv6
   * address only the network, since one sender has all addresses in it (RFC 6177).
   */
  static String of(@Nullable SocketAddress remote) {
    String address = remote == null ? null : remote.hostAddress();
    if (address == null) {
      return "unknown";
    }
    return address.indexOf(':') < 0 ? address : network(address);
  }

  private static String network(String address) {
    try {
      byte[] all = InetAddress.ofLiteral(address).getAddress();
      return HexFormat.of().formatHex(all, 0, Math.min(NETWORK_BYTES, all.length));
    } catch (IllegalArgumentException _) {
      return address;
    }
  }
}
