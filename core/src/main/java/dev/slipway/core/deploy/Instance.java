package dev.slipway.core.deploy;

/**
 * A running container of a release.
 *
 * @param id the engine's id
 * @param host where it can be reached from the edge
 * @param port there
 */
public record Instance(String id, String host, int port) {
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
