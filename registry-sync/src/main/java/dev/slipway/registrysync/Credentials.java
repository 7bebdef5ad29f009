package dev.slipway.registrysync;

import dev.slipway.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who we are to a registry. */
public record Credentials(String user, Secret password) {
  /** The value of an {@code Authorization} header. */
  String asBasic() {
    String both = user + ":" + password.reveal();
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }
}
