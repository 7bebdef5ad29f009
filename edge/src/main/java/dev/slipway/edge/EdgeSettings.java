package dev.slipway.edge;

import java.nio.file.Path;

/**
 * Where an edge listens and what it calls itself.
 *
 * @param id names this edge's process in its reports
 * @param bind the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param directory keeps the last known routes; made when it is not there
 */
public record EdgeSettings(String id, String bind, int port, Path directory, Limits limits) {}
