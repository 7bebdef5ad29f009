package dev.slipway.config.settings;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an edge, but for its plain port.
 *
 * @param tlsPort 0 takes any free port; null serves no HTTPS
 * @param certificates the folder with pairs of {@code NAME.crt} and {@code NAME.key}
 * @param redirect whether plain requests for a host with a certificate are sent to HTTPS
 * @param accessLog null writes none
 * @param hold how long a request to a paused service waits
 */
public record EdgeChoices(
    @Nullable Integer tlsPort,
    Path certificates,
    boolean redirect,
    @Nullable Path accessLog,
    Duration hold) {}
