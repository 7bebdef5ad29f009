package dev.slipway.core.registry;

import dev.slipway.core.Secret;

/** Who we are at a registry. */
public record RegistryLogin(String username, Secret password) {}
