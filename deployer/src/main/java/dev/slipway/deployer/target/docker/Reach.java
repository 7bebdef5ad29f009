package dev.slipway.deployer.target.docker;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the containers of an engine are reached, and so where their ports are published: on
 * loopback where the engine is on this machine, else on the one address of its machine by which the
 * edge gets there, and on no other.
 *
 * @param host a name or an address
 */
public record Reach(String host) {
  /** On this machine only. */
  public static final Reach LOCAL = new Reach(Ports.HOST);

  /**
   * How an engine's containers are reached.
   *
   * @param engine its address, as {@code DOCKER_HOST} writes it
   * @param chosen by the administrator; null takes the host of the engine's address
   */
  public static Reach of(String engine, @Nullable String chosen) {
    String host = Objects.requireNonNullElseGet(chosen, () -> hostOf(engine));
    return host.isEmpty() || isLoopback(host) ? LOCAL : new Reach(host);
  }

  /** Whether that is this machine. */
  public boolean local() {
    return equals(LOCAL);
  }

  /**
   * The address to publish on; engines take no names there.
   *
   * @throws UnknownHostException when the host has none
   */
  String bindAddress() throws UnknownHostException {
    return InetAddress.getByName(host).getHostAddress();
  }

  private static String hostOf(String engine) {
    URI address = URI.create(engine);
    boolean network = "tcp".equals(address.getScheme()) && address.getHost() != null;
    return network ? address.getHost().replaceAll("^\\[|]$", "") : "";
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      // A name that is not known now is none of this machine's own.
      return false;
    }
  }
}
