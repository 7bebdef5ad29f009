package dev.slipway.webhook.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HmacProofTest {
  @Test
  void signsLikeTheKnownAnswerInGitHubsDocumentation() {
    byte[] body = "Hello, World!".getBytes(StandardCharsets.UTF_8);
    assertThat(HmacProof.sign(body, new Secret("test", "It's a Secret to Everybody")))
        .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
  }
}
