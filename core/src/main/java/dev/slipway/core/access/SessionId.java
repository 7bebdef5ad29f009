package dev.slipway.core.access;

/** Opaque id of a browser session, which says nothing about its cookie. */
public record SessionId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
