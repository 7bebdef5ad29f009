package dev.slipway.deployer.target.docker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses the ports that containers are published on. They are fixed at creation, since a port that
 * the engine picks changes when the container restarts, and lie below the range that outgoing
 * connections are given theirs from (32768 on Linux).
 */
public final class Ports {
  public static final String HOST = "127.0.0.1";
  private static final int FIRST = 20_000;
  private static final int AFTER_LAST = 32_000;
  private static final int MOST_TRIES = 1_000;

  private Ports() {}

  /** Any of them, for a machine whose ports cannot be looked at from here. */
  static int any() {
    return ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST);
  }

  /** One that is free just now; somebody may be quicker. */
  static int free() {
    for (int i = 0; i < MOST_TRIES; i++) {
      int port = any();
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port between " + FIRST + " and " + AFTER_LAST + " on " + HOST);
  }

  /** One to publish on where containers are reached like that. */
  public static int forReach(Reach reach) {
    return reach.local() ? free() : any();
  }

  /** Whether an engine's refusal says that somebody else has the port. */
  public static boolean isTaken(String said) {
    return said.contains("port is already allocated") || said.contains("address already in use");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
