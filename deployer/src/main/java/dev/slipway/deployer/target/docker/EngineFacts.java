package dev.slipway.deployer.target.docker;

/**
 * What an engine says of itself.
 *
 * @param address where it was reached, as {@code DOCKER_HOST} writes it
 * @param version such as {@code 20.10.24+dfsg1}
 * @param root the folder on the engine's machine that holds images and containers
 */
public record EngineFacts(String address, String version, String root) {
  private static final String SOCKET = "unix://";

  /** Whether it runs on this machine, as far as its address tells. */
  public boolean local() {
    return address.startsWith(SOCKET);
  }
}
