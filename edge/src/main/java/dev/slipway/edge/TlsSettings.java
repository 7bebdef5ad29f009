package dev.slipway.edge;

import java.nio.file.Path;

/**
 * How an edge serves HTTPS.
 *
 * @param port the port to listen on; 0 for any free one
 * @param certificates the folder with pairs of {@code NAME.crt} and {@code NAME.key}, read again
 *     when they change
 * @param redirect whether plain requests for a host with a certificate are sent there
 */
public record TlsSettings(int port, Path certificates, boolean redirect) {}
