package dev.slipway.builder.jib;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A layer of an image that is built.
 *
 * @param diffId digest of the archive before compression
 * @param digest of the compressed archive
 * @param size compressed, in bytes
 * @param file a temporary one that holds it; null when the registry has it already
 */
record Layer(String diffId, String digest, long size, @Nullable Path file) {}
