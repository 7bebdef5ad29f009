package dev.slipway.core.build;

import dev.slipway.core.pipeline.ImageReference;
import java.util.List;

/**
 * An image that was built and pushed.
 *
 * @param name which `build` entry it is
 * @param image where it is, by digest
 * @param size of all layers as the engine counts them, in bytes
 * @param ports TCP ports that it exposes, in the order of their numbers
 * @param healthcheck whether it brings a HEALTHCHECK of its own
 */
public record BuiltImage(
    String name, ImageReference image, long size, List<Integer> ports, boolean healthcheck) {
  public BuiltImage {
    ports = List.copyOf(ports);
  }
}
