package dev.slipway.edge;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an edge listens and what it calls itself.
 *
 * @param id names this edge's process in its reports
 * @param bind the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param tls null serves plain HTTP only
 * @param directory keeps the last known routes; made when it is not there
 * @param accessLog the file that gets a line for each request; null for none
 */
public record EdgeSettings(
    String id,
    String bind,
    int port,
    @Nullable TlsSettings tls,
    Path directory,
    @Nullable Path accessLog,
    Limits limits) {}
