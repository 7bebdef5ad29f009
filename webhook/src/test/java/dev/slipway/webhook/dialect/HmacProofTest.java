package dev.slipway.webhook.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HmacProofTest {
  private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);
  private static final Secret SECRET = new Secret("test", "It's a Secret to Everybody");
  private static final String HEX =
      "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

  @Test
  void signsLikeTheKnownAnswerInGitHubsDocumentation() {
    assertThat(HmacProof.sign(BODY, SECRET)).isEqualTo("sha256=" + HEX);
    assertThat(HmacProof.holds("sha256=" + HEX, BODY, List.of(SECRET))).isTrue();
  }

  @Test
  void holdsForEitherSecretWhileOneIsRotated() {
    Secret fresh = new Secret("fresh", "another one");
    assertThat(HmacProof.holds("sha256=" + HEX, BODY, List.of(fresh, SECRET))).isTrue();
    assertThat(HmacProof.holds("sha256=" + HEX, BODY, List.of(fresh))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256=",
        HEX,
        "sha1=" + HEX,
        "SHA256=" + HEX,
        "sha256=757107ea",
        "sha256=" + HEX + "00",
        "sha256=657107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
      })
  void nothingElseHolds(String signature) {
    assertThat(HmacProof.holds(signature, BODY, List.of(SECRET))).isFalse();
  }

  @Test
  void oneChangedByteOfTheBodyBreaksIt() {
    byte[] changed = BODY.clone();
    changed[0] ^= 1;
    assertThat(HmacProof.holds("sha256=" + HEX, changed, List.of(SECRET))).isFalse();
  }
}
