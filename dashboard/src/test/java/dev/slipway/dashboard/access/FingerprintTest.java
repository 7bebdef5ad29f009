package dev.slipway.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  @Test
  void theOrderOfSetsAndMapsMakesNoDifferenceAndThatOfListsDoes() {
    Map<String, Integer> one = new LinkedHashMap<>();
    one.put("a", 1);
    one.put("b", 2);
    Map<String, Integer> other = new LinkedHashMap<>();
    other.put("b", 2);
    other.put("a", 1);
    assertThat(Fingerprint.of(one)).isEqualTo(Fingerprint.of(other)).hasSize(64);
    Set<String> set = new LinkedHashSet<>(List.of("x", "y"));
    assertThat(Fingerprint.of(set))
        .isEqualTo(Fingerprint.of(new LinkedHashSet<>(List.of("y", "x"))));
    assertThat(Fingerprint.of(List.of("x", "y"))).isNotEqualTo(Fingerprint.of(List.of("y", "x")));
  }

  @Test
  void valuesOfSecretsDoNotCount() {
    assertThat(Fingerprint.of(new Thing("a", new Secret("KEY", "one"), null)))
        .isEqualTo(Fingerprint.of(new Thing("a", new Secret("KEY", "two"), null)))
        .isNotEqualTo(Fingerprint.of(new Thing("a", new Secret("OTHER", "one"), null)))
        .isNotEqualTo(Fingerprint.of(new Thing("b", new Secret("KEY", "one"), null)));
  }

  @Test
  void nothingHasNone() {
    assertThat(Fingerprint.of(null)).isEmpty();
  }

  /** Public, as what it stands for is. */
  public record Thing(String name, Secret secret, @Nullable String absent) {}
}
