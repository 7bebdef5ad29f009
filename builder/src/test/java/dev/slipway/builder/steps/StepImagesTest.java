package dev.slipway.builder.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.Failure.Infrastructure;
import dev.slipway.core.build.Failure.StepFailed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StepImagesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "manifest for busybox:9 not found: manifest unknown: manifest unknown",
        "manifest for acme/timeout:500 not found: manifest unknown: manifest unknown",
        "pull access denied for acme/shop, repository does not exist or may require 'docker login'",
        "invalid reference format",
        "no matching manifest for linux/arm64 in the manifest list entries",
        "unauthorized: authentication required"
      })
  void images_that_cannot_be_had_are_their_mistake(String error) {
    assertThat(StepImages.failure("unit", "acme/shop", error))
        .isInstanceOf(StepFailed.class)
        .extracting(failure -> failure.message())
        .isEqualTo("image acme/shop could not be pulled: " + error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Get \"http://127.0.0.1:9/v2/\": dial tcp 127.0.0.1:9: connect: connection refused",
        "Get \"https://registry.example/v2/\": net/http: TLS handshake timeout",
        "toomanyrequests: You have reached your pull rate limit",
        "received unexpected HTTP status: 503 Service Unavailable",
        "unexpected EOF"
      })
  void registries_that_are_away_are_worth_another_try(String error) {
    assertThat(StepImages.failure("unit", "acme/shop", error))
        .isInstanceOfSatisfying(
            Infrastructure.class, failure -> assertThat(failure.retryable()).isTrue());
  }
}
