package dev.slipway.core.secret;

/**
 * One value that a secret had or has, without the value: what a release remembers, so that going
 * back to it brings back the value that it ran with.
 *
 * @param version as {@link StoredSecret} counts them
 */
public record SecretVersion(SecretScope scope, String name, long version) {
  @Override
  public String toString() {
    return name + " (version " + version + " of " + scope.id() + ")";
  }
}
