package dev.slipway.core.source;

/** Opaque id of a repository that Slipway knows; also the id of its webhook. */
public record RepositoryId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
