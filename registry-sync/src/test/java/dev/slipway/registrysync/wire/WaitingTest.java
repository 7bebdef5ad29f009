package dev.slipway.registrysync.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.registry.RegistryException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long we leave a registry alone. */
class WaitingTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "retry-after, 30, 2026-11-21T12:00:30Z",
    "retry-after, 'Sat, 21 Nov 2026 12:05:00 GMT', 2026-11-21T12:05:00Z",
    "ratelimit-reset, 7, 2026-11-21T12:00:07Z",
    "retry-after, 1.5, 2026-11-21T12:00:01Z"
  })
  void aRefusalSaysWhenToComeBack(String header, String value, Instant until) {
    assertThat(RetryAfter.ofRefusal(headers(header, value), NOW)).contains(until);
  }

  @ParameterizedTest
  @CsvSource({"retry-after, soon", "retry-after, -3", "x-other, 3"})
  void whatCannotBeReadSaysNothing(String header, String value) {
    assertThat(RetryAfter.ofRefusal(headers(header, value), NOW)).isEmpty();
  }

  @Test
  void theLastGrantedRequestClosesTheGateForAll() throws Exception {
    HostGate gate = new HostGate("registry.example.com", () -> NOW);
    HttpHeaders last =
        HttpHeaders.of(
            Map.of("ratelimit-remaining", List.of("0;w=21600"), "ratelimit-reset", List.of("60")),
            (_, _) -> true);

    assertThat(gate.closesWith(200, last)).isFalse();

    assertThat(gate.closedFor()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aGateStaysClosedForAsLongAsTheLongestThatWasAsked() {
    HostGate gate = new HostGate("registry.example.com", () -> NOW);
    assertThat(gate.closesWith(429, headers("retry-after", "90"))).isTrue();
    assertThat(gate.closesWith(503, headers("retry-after", "10"))).isTrue();

    assertThat(gate.closedFor()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void nobodyWaitsForHours() {
    HostGate gate = new HostGate("registry.example.com", () -> NOW);
    gate.closesWith(429, headers("retry-after", "21600"));

    assertThatThrownBy(gate::awaitOpen)
        .isInstanceOf(RegistryException.class)
        .hasMessage(
            "the registry registry.example.com wants no requests until 2026-11-21T18:00:00Z");
  }

  @Test
  void eachWaitIsUpToTwiceAsLongAsTheOneBefore() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 9);
    Random random = new Random(1);
    for (int failed = 1; failed < 40; failed++) {
      long most = Math.min(1000, 100L << Math.min(failed - 1, 10));
      assertThat(backoff.after(failed, random).toMillis()).isBetween(most / 2, most);
    }
    assertThat(backoff.allows(8)).isTrue();
    assertThat(backoff.allows(9)).isFalse();
  }

  private static HttpHeaders headers(String name, String value) {
    return HttpHeaders.of(Map.of(name, List.of(value)), (_, _) -> true);
  }
}
