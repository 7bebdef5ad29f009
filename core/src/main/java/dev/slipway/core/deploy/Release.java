package dev.slipway.core.deploy;

/**
 * An immutable release of a service.
 *
 * @param number counts from 1 within the service
 */
public record Release(int number, NewRelease content) {
  public ServiceId service() {
    return content.service();
  }

  /** How people call it: {@code v42}. */
  public String label() {
    return "v" + number;
  }
}
