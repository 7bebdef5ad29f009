package dev.slipway.core.registry;

import dev.slipway.core.pipeline.ImageReference;

/**
 * What Slipway asks a registry itself, apart from what the engine pushes and pulls. Safe for
 * concurrent use.
 */
public interface Registry {
  /**
   * Makes sure that the registry answers.
   *
   * @throws RegistryException when it does not
   */
  void ping() throws RegistryException;

  /**
   * Makes sure that the manifest is there and that every blob it names is: an answered push is no
   * proof of that.
   *
   * @throws RegistryException when something is missing, or the registry does not answer
   */
  void verify(ImageReference image) throws RegistryException;
}
