package dev.slipway.core.deploy;

/**
 * Identifies a service in an environment; made from both names, so that a repeated build finds it
 * again.
 */
public record ServiceId(String value) {
  /** The id of the service with that name in that environment: {@code shop.production}. */
  public static ServiceId of(String name, String environment) {
    return new ServiceId(name + "." + environment);
  }

  @Override
  public String toString() {
    return value;
  }
}
