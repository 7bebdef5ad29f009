package dev.slipway.builder.image;

/** What the engine shows the registry when it pushes. */
public record RegistryCredentials(String username, String password) {
  @Override
  public String toString() {
    return "credentials of " + username;
  }
}
