package dev.slipway.builder.steps;

import java.util.HashSet;
import java.util.Set;

/**
 * Reads which TCP ports somebody listens on from what the kernel says in {@code /proc/net/tcp} and
 * {@code tcp6}.
 *
 * @see <a href="https://docs.kernel.org/networking/proc_net_tcp.html">the format</a>
 */
final class ListeningPorts {
  private static final int ADDRESS = 1;
  private static final int STATE = 3;
  private static final String LISTEN = "0A";
  private static final int HEX = 16;

  private ListeningPorts() {}

  static Set<Integer> in(String table) {
    Set<Integer> ports = new HashSet<>();
    for (String line : table.lines().toList()) {
      String[] fields = line.strip().split("\\s+", STATE + 2);
      if (fields.length > STATE && fields[STATE].equals(LISTEN)) {
        String address = fields[ADDRESS];
        ports.add(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), HEX));
      }
    }
    return ports;
  }
}
