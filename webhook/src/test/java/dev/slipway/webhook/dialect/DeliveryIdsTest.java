package dev.slipway.webhook.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.source.Forge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryIdsTest {
  @ParameterizedTest
  @CsvSource({
    "GITHUB, x-github-delivery",
    "GITLAB, idempotency-key",
    "GITLAB, webhook-id",
    "BITBUCKET, x-request-uuid",
    "BITBUCKET_SERVER, x-request-id",
    "GITEA, x-gitea-delivery",
    "FORGEJO, x-forgejo-delivery",
    "FORGEJO, x-gitea-delivery",
    "GIT, x-slipway-delivery"
  })
  void eachForgeNamesItsDeliveriesInAHeader(Forge forge, String header) {
    assertThat(id(Requests.of(forge, "{}", header, "0a6b2f30-c6d8"))).isEqualTo("0a6b2f30-c6d8");
  }

  @ParameterizedTest
  @EnumSource
  void withoutAHeaderTheSameBodyIsTheSameDelivery(Forge forge) {
    String id = id(Requests.of(forge, "{\"a\": 1}"));
    assertThat(id).matches("sha256-[0-9a-f]{64}");
    assertThat(id(Requests.of(forge, "{\"a\": 1}", "x-attempt-number", "2"))).isEqualTo(id);
    assertThat(id(Requests.of(forge, "{\"a\": 2}"))).isNotEqualTo(id);
  }

  @Test
  void theSignedNameCountsMoreThanTheOther() {
    assertThat(id(Requests.of(Forge.GITLAB, "{}", "idempotency-key", "a", "webhook-id", "b")))
        .isEqualTo("b");
    assertThat(id(Requests.of(Forge.GITLAB, "{}", "x-gitlab-event-uuid", "a")))
        .startsWith("sha256-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "ü", "a\u0000b", "x:*", "../x"})
  void oddNamesAreHashed(String odd) {
    String id = id(Requests.of(Forge.GITHUB, "{}", "x-github-delivery", odd));
    assertThat(id).matches("sha256-[0-9a-f]{64}");
    assertThat(id(Requests.of(Forge.GITHUB, "{\"b\": 1}", "x-github-delivery", odd))).isEqualTo(id);
  }

  @Test
  void longNamesAreHashed() {
    String odd = "a".repeat(101);
    assertThat(id(Requests.of(Forge.GITHUB, "{}", "x-github-delivery", odd))).hasSize(71);
  }

  private static String id(ReceivedRequest request) {
    return Dialects.of(request.forge()).deliveryId(request);
  }
}
