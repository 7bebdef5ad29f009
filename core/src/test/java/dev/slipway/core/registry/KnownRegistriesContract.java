package dev.slipway.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What every {@link KnownRegistries} does. */
public abstract class KnownRegistriesContract {
  private static final Instant NOON = Instant.parse("2026-03-14T12:00:00.123Z");

  /** A fresh, empty one. */
  protected abstract KnownRegistries freshRegistries();

  @Test
  void whatWasSaidAboutARegistryIsFoundByAnyOfItsNames() {
    KnownRegistries registries = freshRegistries();
    KnownRegistry hub = registry("index.docker.io", "canary-1");
    registries.put(hub);
    assertSame(registries.find(new RegistryHost("docker.io")).orElseThrow(), hub);
    assertThat(registries.find(new RegistryHost("docker.io:443"))).isEmpty();
  }

  @Test
  void oneWithoutALoginIsKeptToo() {
    KnownRegistries registries = freshRegistries();
    KnownRegistry plain =
        new KnownRegistry(new RegistryHost("10.0.0.5:5000"), null, "", true, NOON);
    registries.put(plain);
    assertThat(registries.find(plain.host())).contains(plain);
  }

  @Test
  void allAreListedByTheirNames() {
    KnownRegistries registries = freshRegistries();
    assertThat(registries.all()).isEmpty();
    registries.put(registry("registry.example.com:5000", "canary-1"));
    registries.put(registry("ghcr.io", "canary-2"));
    registries.put(registry("ghcr.io", "canary-3"));
    assertThat(registries.all())
        .extracting(each -> each.host().value())
        .containsExactly("ghcr.io", "registry.example.com:5000");
    assertSame(
        registries.find(new RegistryHost("ghcr.io")).orElseThrow(),
        registry("ghcr.io", "canary-3"));
  }

  @Test
  void aForgottenOneIsGone() {
    KnownRegistries registries = freshRegistries();
    registries.put(registry("ghcr.io", "canary-1"));
    assertThat(registries.remove(new RegistryHost("ghcr.io"))).isTrue();
    assertThat(registries.remove(new RegistryHost("ghcr.io"))).isFalse();
    assertThat(registries.find(new RegistryHost("ghcr.io"))).isEmpty();
    assertThat(registries.all()).isEmpty();
  }

  /** A registry with everything. */
  protected static KnownRegistry registry(String host, String password) {
    return new KnownRegistry(
        new RegistryHost(host),
        new RegistryLogin("ada", new Secret("password", password)),
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        false,
        NOON);
  }

  /** Secrets do not compare, so their values are looked at. */
  private static void assertSame(KnownRegistry actual, KnownRegistry expected) {
    assertThat(actual).usingRecursiveComparison().ignoringFields("login").isEqualTo(expected);
    RegistryLogin login = Objects.requireNonNull(actual.login());
    RegistryLogin wanted = Objects.requireNonNull(expected.login());
    assertThat(login.username()).isEqualTo(wanted.username());
    assertThat(login.password().reveal()).isEqualTo(wanted.password().reveal());
  }
}
