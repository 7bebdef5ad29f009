package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.slipway.core.delivery.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTextTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 257, 16_384, 1_000_000})
  void whatIsWrittenIsReadAgain(int size) {
    byte[] noise = new byte[size];
    new Random(7).nextBytes(noise);
    byte[] json =
        "{\"ref\": \"refs/heads/main\"}, ".repeat(size / 28 + 1).getBytes(StandardCharsets.UTF_8);
    for (Delivery.Body body :
        new Delivery.Body[] {new Delivery.Body(noise), new Delivery.Body(json)}) {
      assertThat(BodyText.read(BodyText.of(body))).isEqualTo(body);
    }
  }

  @Test
  void jsonBecomesSmallerAndNoiseDoesNotBecomeLarger() {
    byte[] noise = new byte[16_384];
    new Random(7).nextBytes(noise);
    String plain = Base64.getEncoder().encodeToString(noise);
    assertThat(BodyText.of(new Delivery.Body(noise))).isEqualTo(plain);
    byte[] json = "{\"id\": 1, \"name\": \"main\"}, ".repeat(600).getBytes(StandardCharsets.UTF_8);
    assertThat(BodyText.of(new Delivery.Body(json))).hasSizeLessThan(json.length / 10);
  }

  @Test
  void whatWasWrittenBeforeBodiesWereDeflatedIsReadToo() {
    Delivery.Body body = new Delivery.Body("{}".repeat(1000).getBytes(StandardCharsets.UTF_8));
    assertThat(BodyText.read(Base64.getEncoder().encodeToString(body.bytes()))).isEqualTo(body);
  }

  @Test
  void aTornBodyIsNotTakenForAWholeOne() {
    String text =
        BodyText.of(new Delivery.Body("{}".repeat(1000).getBytes(StandardCharsets.UTF_8)));
    assertThatIllegalStateException().isThrownBy(() -> BodyText.read(text.substring(0, 16)));
  }
}
