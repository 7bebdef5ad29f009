package dev.slipway.dashboard.page;

import dev.slipway.core.registry.RegistryFindings;
import dev.slipway.dashboard.api.RegistryView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All registries that Slipway signs in to, and the form for one.
 *
 * @param notice what was just done; empty for nothing
 * @param form what was sent and refused, or tried
 * @param trial what came of a try; null for none
 */
public record RegistriesPage(
    List<RegistryView> registries, String notice, SentForm form, @Nullable Trial trial) {
  public RegistriesPage {
    registries = List.copyOf(registries);
  }

  /** How well the try to sign in to a registry went. */
  public record Trial(String host, RegistryFindings findings) {}

  /** Where its login comes from, and how it is spoken to. */
  public static String source(RegistryView registry) {
    return switch (registry.source()) {
      case "file" -> "by the server's registry_credentials_file";
      case "helper" -> "kept by docker-credential-" + registry.helper();
      default -> registry.username() == null ? "nobody signs in" : "kept here, encrypted";
    };
  }

  /** When a time of the API is. */
  public static Instant at(String time) {
    return Instant.parse(time);
  }

  /** Whether what was sent is about this registry, so that its own form shows it again. */
  public boolean about(RegistryView registry) {
    return registry.host().equals(form.value("host"));
  }

  /** Whether plain HTTP is chosen in the form that is shown again. */
  public boolean plain() {
    return form.value("plain_http").equals("true");
  }
}
