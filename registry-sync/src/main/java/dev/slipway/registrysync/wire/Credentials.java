package dev.slipway.registrysync.wire;

import dev.slipway.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who we are to a registry.
 *
 * @param user {@value #IDENTITY_TOKEN} when the password is a token that stands for an account, as
 *     docker's credential helpers say it
 */
public record Credentials(String user, Secret password) {
  static final String IDENTITY_TOKEN = "<token>";

  /** Whether the password is a token that only a token server takes. */
  public boolean isIdentityToken() {
    return user.equals(IDENTITY_TOKEN);
  }

  /** The value of an {@code Authorization} header. */
  public String asBasic() {
    String both = user + ":" + password.reveal();
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }
}
