package dev.slipway.config.yaml;

/** A place in a document; both count from 1. */
public record Position(int line, int column) {
  public static final Position START = new Position(1, 1);
}
