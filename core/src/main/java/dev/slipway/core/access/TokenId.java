package dev.slipway.core.access;

/** Opaque id of an API token, which says nothing about the token itself. */
public record TokenId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
