package dev.slipway.core.deploy;

/** Opaque id of a deployment. */
public record DeploymentId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
