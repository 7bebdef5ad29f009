package dev.slipway.core.registry;

/** Tries what is said about registries. Safe for concurrent use. */
public interface RegistryTests {
  /** Signs in as it would be used now. */
  RegistryFindings test(RegistryHost host) throws InterruptedException;

  /** Signs in as it would be used if it were kept. */
  RegistryFindings test(KnownRegistry registry) throws InterruptedException;
}
