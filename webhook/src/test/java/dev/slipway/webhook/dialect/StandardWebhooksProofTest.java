package dev.slipway.webhook.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.source.Forge;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GitLab's signatures, and that nobody gets around them by sending the token instead. */
class StandardWebhooksProofTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String BODY = "{\"object_kind\":\"push\"}";
  private static final String ID = "msg_1";
  private static final String TIME = "1795255200";
  private static final byte[] KEY_BYTES = Requests.utf8("a key of thirty-two bytes, right!");
  private static final String KEY = "whsec_YSBrZXkgb2YgdGhpcnR5LXR3byBieXRlcywgcmlnaHQh";
  private static final String OTHER = "whsec_" + base64(Requests.utf8("another key, quite other"));
  private static final String TOKEN = "an old token";

  /** Made with OpenSSL. */
  private static final String SIGNATURE = "v1,kHXE9UV2wh94YIkuz2Gvn6r+XyMzKJG8KVo2G0PTrII=";

  @Test
  void theSignatureThatOpenSslMadeProves() {
    assertThat(signature(KEY_BYTES, ID, TIME, BODY)).isEqualTo(SIGNATURE);
    assertThat(proof(request(ID, TIME, SIGNATURE, BODY), KEY))
        .hasValue("webhook-signature: HMAC-SHA256 of id, time and body, with the current secret");
  }

  @Test
  void oneGoodSignatureInTheListIsEnough() {
    String list = "v1,AAAA v1a,ed25519== " + SIGNATURE + " v1,BBBB";
    assertThat(proof(request(ID, TIME, list, BODY), KEY)).isPresent();
    assertThat(proof(request(ID, TIME, list, BODY), OTHER, KEY))
        .get()
        .asString()
        .endsWith("the previous secret");
    assertThat(proof(request(ID, TIME, list, BODY), OTHER)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1795254900, true", "1795255500, true", "1795254899, false", "1795255501, false"})
  void itHoldsForFiveMinutesBeforeAndAfter(String time, boolean proves) {
    String signature = signature(KEY_BYTES, ID, time, BODY);
    assertThat(proof(request(ID, time, signature, BODY), KEY).isPresent()).isEqualTo(proves);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "-1", "1795255200.0", "1795255200000", "99999999999999999999"})
  void aTimeThatIsNoneProvesNothing(String time) {
    String signature = signature(KEY_BYTES, ID, time, BODY);
    assertThat(proof(request(ID, time, signature, BODY), KEY)).isEmpty();
  }

  @Test
  void whatIsSignedIsIdTimeAndBody() {
    assertThat(proof(request("msg_2", TIME, SIGNATURE, BODY), KEY)).isEmpty();
    assertThat(proof(request(ID, "1795255201", SIGNATURE, BODY), KEY)).isEmpty();
    assertThat(proof(request(ID, TIME, SIGNATURE, BODY + " "), KEY)).isEmpty();
    assertThat(proof(request("", TIME, signature(KEY_BYTES, "", TIME, BODY), BODY), KEY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v1,",
        "kHXE9UV2wh94YIkuz2Gvn6r+XyMzKJG8KVo2G0PTrII=",
        "V1,kHXE9UV2wh94YIkuz2Gvn6r+XyMzKJG8KVo2G0PTrII=",
        "v1,khxe9uv2wh94yikuz2gvn6r+xymzkjg8kvo2g0ptrii=",
        "v1,kHXE9UV2wh94YIkuz2Gvn6r+XyMzKJG8KVo2G0PTrI",
        "v2,kHXE9UV2wh94YIkuz2Gvn6r+XyMzKJG8KVo2G0PTrII=",
        "v1,kHXE9UV2wh94YIkuz2Gvn6r-XyMzKJG8KVo2G0PTrII="
      })
  void nothingElseProves(String signature) {
    assertThat(proof(request(ID, TIME, signature, BODY), KEY)).isEmpty();
  }

  @Test
  void theTokenAloneProvesNothingOnceOneSecretIsASigningKey() {
    for (String token : List.of(KEY, TOKEN)) {
      ReceivedRequest request = Requests.of(Forge.GITLAB, BODY, "x-gitlab-token", token);
      assertThat(proof(request, KEY)).isEmpty();
      assertThat(proof(request, KEY, TOKEN)).isEmpty();
      assertThat(proof(request, TOKEN, KEY)).isEmpty();
    }
  }

  @Test
  void theRightTokenDoesNotHelpAWrongSignature() {
    ReceivedRequest request =
        Requests.of(
            Forge.GITLAB,
            BODY,
            "x-gitlab-token",
            TOKEN,
            "webhook-id",
            ID,
            "webhook-timestamp",
            TIME,
            "webhook-signature",
            "v1,AAAA");
    assertThat(proof(request, KEY, TOKEN)).isEmpty();
  }

  @Test
  void theSignatureHoldsWhileATokenIsReplacedByAKey() {
    assertThat(proof(request(ID, TIME, SIGNATURE, BODY), KEY, TOKEN)).isPresent();
    assertThat(proof(request(ID, TIME, SIGNATURE, BODY), TOKEN, KEY)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"whsec_", "whsec_!!!", "whsec_ü"})
  void aKeyThatIsNoneProvesNothing(String key) {
    String byItself = signature(Requests.utf8(key), ID, TIME, BODY);
    assertThat(proof(request(ID, TIME, byItself, BODY), key)).isEmpty();
    assertThat(proof(Requests.of(Forge.GITLAB, BODY, "x-gitlab-token", key), key)).isEmpty();
  }

  @Test
  void aSecretThatIsNoSigningKeySignsNothing() {
    String signature = signature(Requests.utf8(TOKEN), ID, TIME, BODY);
    assertThat(proof(request(ID, TIME, signature, BODY), TOKEN)).isEmpty();
    assertThat(proof(request(ID, TIME, signature, BODY), TOKEN, KEY)).isEmpty();
  }

  private static ReceivedRequest request(String id, String time, String signature, String body) {
    return Requests.of(
        Forge.GITLAB,
        body,
        "webhook-id",
        id,
        "webhook-timestamp",
        time,
        "webhook-signature",
        signature);
  }

  private static Optional<String> proof(ReceivedRequest request, String... secrets) {
    List<Secret> named = Arrays.stream(secrets).map(each -> new Secret("test", each)).toList();
    return Dialects.of(Forge.GITLAB).proof(request, named, NOW);
  }

  /** The documented scheme, apart from the code under test. */
  private static String signature(byte[] key, String id, String time, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + base64(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
