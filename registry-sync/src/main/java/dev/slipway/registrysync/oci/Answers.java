package dev.slipway.registrysync.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.wire.RegistryAddress;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Set;

/** What it means when a registry says no. */
public final class Answers {
  private static final Set<Integer> REFUSALS = Set.of(401, 403);
  private static final int LONGEST_QUOTE = 300;

  private Answers() {}

  /**
   * The failure to report.
   *
   * @param what the registry was to do, in the third person
   */
  public static RegistryException refusal(
      RegistryAddress registry, HttpResponse<?> response, String what) {
    int status = response.statusCode();
    if (REFUSALS.contains(status)) {
      return new RegistryException(
          "the registry %s does not let us in where it %s (status %d)%s"
              .formatted(registry, what, status, quote(response)),
          "check its user name and password, and what they may do there");
    }
    return new RegistryException(
        "the registry %s answers with status %d where it %s%s"
            .formatted(registry, status, what, quote(response)),
        status == 429 || status >= 500
            ? "try again in a while; the registry's log says why"
            : "check what answers at this address, and what it allows");
  }

  /** What the registry itself says about it, shortened. */
  private static String quote(HttpResponse<?> response) {
    if (!(response.body() instanceof byte[] body) || body.length == 0) {
      return "";
    }
    try {
      JsonNode error = ManifestDocument.JSON.readTree(body).path("errors").path(0);
      String said = "%s %s".formatted(error.path("code").asText(), error.path("message").asText());
      String plain = said.replaceAll("\\p{Cntrl}", " ").strip();
      return plain.isEmpty()
          ? ""
          : ": " + plain.substring(0, Math.min(plain.length(), LONGEST_QUOTE));
    } catch (IOException _) {
      return "";
    }
  }
}
