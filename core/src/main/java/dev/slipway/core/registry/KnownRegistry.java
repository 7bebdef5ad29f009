package dev.slipway.core.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator said about a registry.
 *
 * @param login null to ask it without signing in
 * @param authority certificates in PEM form that its own must lead to, besides those that Java
 *     trusts; empty for none
 * @param plainHttp whether it may be spoken to without TLS
 */
public record KnownRegistry(
    RegistryHost host,
    @Nullable RegistryLogin login,
    String authority,
    boolean plainHttp,
    Instant changedAt) {}
