package dev.slipway.builder.dockerfile;

/**
 * Where an instruction is.
 *
 * @param line it begins in, counted from 1
 * @param text it consists of, continued lines joined
 */
public record Place(int line, String text) {
  DockerfileException error(String message, String hint) {
    return new DockerfileException(line, message, hint);
  }
}
