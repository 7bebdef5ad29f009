package dev.slipway.cli.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HmacPadsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 16, 63, 64, 65, 200})
  void hashingWithThePadsGivesWhatTheJdkSigns(int length) throws Exception {
    String secret = "sé".repeat(length).substring(0, length);
    byte[] message = "{\"ref\":\"refs/heads/main\"}".getBytes(StandardCharsets.UTF_8);
    HmacPads pads = HmacPads.of(secret);

    byte[] signed = sha256(pads.outer(), sha256(pads.inner(), message));

    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    assertThat(signed).isEqualTo(mac.doFinal(message));
  }

  private static byte[] sha256(byte[] first, byte[] second) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(first);
    return digest.digest(second);
  }
}
