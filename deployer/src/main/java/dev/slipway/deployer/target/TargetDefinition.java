package dev.slipway.deployer.target;

import dev.slipway.core.deploy.TargetKind;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A target as it was set up.
 *
 * @param host its engine's address; null for the engine beside Slipway
 * @param certificates a folder with ca.pem, cert.pem and key.pem; null without TLS
 * @param address by which the edge reaches its containers; null for the host of its engine
 * @param network that all its containers join; null for none of their own
 */
public record TargetDefinition(
    String name,
    TargetKind kind,
    @Nullable String host,
    @Nullable Path certificates,
    @Nullable String address,
    @Nullable String network) {}
