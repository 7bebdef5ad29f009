package dev.slipway.dashboard.api;

import dev.slipway.core.registry.Authorities;
import dev.slipway.core.registry.ConfiguredLogins.ConfiguredLogin;
import dev.slipway.core.registry.KnownRegistry;
import dev.slipway.core.registry.RegistryLogin;
import dev.slipway.dashboard.http.Json;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registry as the API tells it; passwords never.
 *
 * @param source {@code slipway} where it is kept here, {@code file} or {@code helper} where its
 *     login comes by the file of the settings
 * @param username null where nobody signs in, or only a helper knows
 * @param helper the credential helper that keeps the login; null for none
 * @param ca certificates in PEM form that were given for it
 */
public record RegistryView(
    String host,
    String source,
    @Nullable String username,
    @Nullable String helper,
    String ca,
    List<Certificate> authorities,
    boolean plainHttp,
    @Nullable String changedAt) {
  static RegistryView of(KnownRegistry registry) {
    RegistryLogin login = registry.login();
    return new RegistryView(
        registry.host().value(),
        "slipway",
        login == null ? null : login.username(),
        null,
        registry.authority(),
        Authorities.read(registry.authority()).stream().map(Certificate::of).toList(),
        registry.plainHttp(),
        Json.time(registry.changedAt()));
  }

  static RegistryView of(ConfiguredLogin login) {
    boolean helped = !login.helper().isEmpty();
    return new RegistryView(
        login.host().value(),
        helped ? "helper" : "file",
        login.username().isEmpty() ? null : login.username(),
        helped ? login.helper() : null,
        "",
        List.of(),
        false,
        null);
  }

  /** Whether it is kept here, so that it can be changed here. */
  public boolean kept() {
    return source.equals("slipway");
  }

  /** Who vouches for a registry. */
  public record Certificate(String subject, @Nullable String expiresAt) {
    static Certificate of(X509Certificate certificate) {
      return new Certificate(
          certificate.getSubjectX500Principal().getName(),
          Json.time(certificate.getNotAfter().toInstant()));
    }
  }
}
