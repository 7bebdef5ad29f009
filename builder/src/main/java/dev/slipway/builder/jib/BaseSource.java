package dev.slipway.builder.jib;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** One repository that base images come from. Safe for concurrent use. */
interface BaseSource {
  /** The path within the registry, for mounting layers from there; empty when it is another one. */
  Optional<String> mountableFrom();

  /**
   * Looks a tag or digest up; empty when the registry does not have it.
   *
   * @param platform of the one to choose where there are several
   */
  Optional<Found> find(String reference, String platform) throws IOException;

  /** Writes the blob. */
  void pull(String digest, OutputStream out) throws IOException;

  /**
   * What a manifest says.
   *
   * @param digest of the manifest
   * @param config digest of the configuration
   */
  record Found(String digest, String config, List<Part> layers) {
    public Found {
      layers = List.copyOf(layers);
    }
  }

  record Part(String digest, long size) {}
}
