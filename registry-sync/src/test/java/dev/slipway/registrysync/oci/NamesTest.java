package dev.slipway.registrysync.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.registry.RegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of repositories, platforms and contents, and what manifests say. */
class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "redis, docker.io/library/redis",
    "acme/shop, docker.io/acme/shop",
    "docker.io/redis, docker.io/library/redis",
    "ghcr.io/acme/shop, ghcr.io/acme/shop",
    "localhost:5000/shop, localhost:5000/shop",
    "127.0.0.1:5000/a/b__c/d-e.f, 127.0.0.1:5000/a/b__c/d-e.f"
  })
  void aRepositoryIsNamedAsDockerNamesIt(String text, String whole) {
    assertThat(RepositoryName.parse(text)).hasToString(whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ghcr.io/", "ghcr.io/Acme", "ghcr.io/a/../b", "ghcr.io/a//b", "a?b"})
  void whatIsNoRepositoryIsRefused(String text) {
    assertThatThrownBy(() -> RepositoryName.parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "linux/arm, linux/arm/v7, true",
    "linux/arm/v7, linux/arm/v7, true",
    "linux/arm/v6, linux/arm/v7, false",
    "linux/arm64/v8, linux/arm64, true",
    "linux/amd64, linux/arm64, false",
    "windows/amd64, linux/amd64, false"
  })
  void aPlatformWithoutAVariantCoversAllOfThem(String asked, String found, boolean covers) {
    assertThat(Platform.parse(asked).covers(Platform.parse(found))).isEqualTo(covers);
  }

  @Test
  void aDigestFitsItsContentAndNothingElse() {
    Digest digest = Digest.of("abc".getBytes(UTF_8));

    assertThat(digest.text()).startsWith("sha256:ba7816bf");
    assertThat(digest.fits("abc".getBytes(UTF_8))).isTrue();
    assertThat(digest.fits("abd".getBytes(UTF_8))).isFalse();
    assertThat(digest.asTag()).isEqualTo(digest.text().replace(':', '-'));
  }

  @Test
  void aLongDigestMakesATagThatIsShortEnough() {
    assertThat(new Digest("sha512:" + "0".repeat(128)).asTag()).hasSize(128);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:abc", "md5:900150983cd24fb0d6963f7d28e17f72", "latest", ""})
  void whatIsNoDigestIsRefused(String text) {
    assertThatThrownBy(() -> new Digest(text)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "no json",
        "{}",
        "{\"schemaVersion\":1,\"fsLayers\":[]}",
        "{\"config\":{\"digest\":\"sha256:1\",\"size\":1}}",
        "{\"layers\":[{\"digest\":\"sha256:"
            + "1111111111111111111111111111111111111111111111111111111111111111\"}]}"
      })
  void whatIsNoManifestIsRefusedByName(String json) {
    assertThatThrownBy(() -> ManifestDocument.read(json.getBytes(UTF_8), "", "r.example.com/a:1"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("the manifest of r.example.com/a:1 cannot be read");
  }
}
