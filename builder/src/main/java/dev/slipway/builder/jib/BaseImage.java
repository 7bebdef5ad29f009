package dev.slipway.builder.jib;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * An image in a registry that another one begins with.
 *
 * @param digest of its manifest for our platform
 * @param config its configuration
 * @param layers the lowest first
 */
record BaseImage(String digest, JsonNode config, List<Layer> layers) {
  BaseImage {
    layers = List.copyOf(layers);
  }

  /**
   * A compressed layer in a registry.
   *
   * @param size compressed, in bytes
   * @param from where it can be had
   */
  record Layer(String digest, long size, BaseSource from) {}
}
