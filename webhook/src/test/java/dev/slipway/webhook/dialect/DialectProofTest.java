package dev.slipway.webhook.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.source.Forge;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialectProofTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String SECRET = "It's a Secret to Everybody";
  private static final String BODY = "Hello, World!";

  /** GitHub's documentation gives it for the secret and the body above. */
  private static final String HEX =
      "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

  private static final String FORM = "application/x-www-form-urlencoded";

  @ParameterizedTest
  @CsvSource({
    "GITHUB, x-hub-signature-256, sha256=, X-Hub-Signature-256",
    "GIT, x-hub-signature-256, sha256=, X-Hub-Signature-256",
    "BITBUCKET, x-hub-signature, sha256=, X-Hub-Signature",
    "BITBUCKET_SERVER, x-hub-signature, sha256=, X-Hub-Signature",
    "GITEA, x-gitea-signature, '', X-Gitea-Signature",
    "GITEA, x-hub-signature-256, sha256=, X-Hub-Signature-256",
    "FORGEJO, x-forgejo-signature, '', X-Forgejo-Signature",
    "FORGEJO, x-gitea-signature, '', X-Gitea-Signature"
  })
  void theKnownAnswerProves(Forge forge, String header, String prefix, String shown) {
    assertThat(proof(Requests.of(forge, BODY, header, prefix + HEX), SECRET))
        .hasValue(shown + ": HMAC-SHA256 of the body, with the current secret");
  }

  @ParameterizedTest
  @EnumSource(names = {"GITHUB", "GIT", "BITBUCKET", "BITBUCKET_SERVER", "GITEA", "FORGEJO"})
  void nothingElseProves(Forge forge) {
    List<String> header =
        switch (forge) {
          case BITBUCKET, BITBUCKET_SERVER -> List.of("x-hub-signature", "sha256=");
          case GITEA -> List.of("x-gitea-signature", "");
          case FORGEJO -> List.of("x-forgejo-signature", "");
          default -> List.of("x-hub-signature-256", "sha256=");
        };
    String prefix = header.get(1);
    List<String> wrong =
        List.of(
            "",
            " ",
            prefix,
            prefix + HEX.substring(0, 10),
            prefix + HEX + "00",
            prefix + HEX.toUpperCase(Locale.ROOT),
            prefix.toUpperCase(Locale.ROOT) + HEX.replace('7', '6'),
            prefix + HEX.replaceFirst("7", "6"),
            "sha1=" + HEX,
            "md5=" + HEX,
            prefix.isEmpty() ? "sha256=" + HEX : HEX,
            SECRET);
    for (String signature : wrong) {
      ReceivedRequest request = Requests.of(forge, BODY, header.getFirst(), signature);
      assertThat(proof(request, SECRET)).as(signature).isEmpty();
    }
    assertThat(proof(Requests.of(forge, BODY), SECRET)).isEmpty();
    assertThat(proof(Requests.of(forge, BODY + " ", header.getFirst(), prefix + HEX), SECRET))
        .isEmpty();
  }

  @Test
  void bothSecretsAreGoodWhileOneIsRotatedAndTheProofSaysWhich() {
    ReceivedRequest request =
        Requests.of(Forge.GITHUB, BODY, "x-hub-signature-256", "sha256=" + HEX);
    assertThat(proof(request, "fresh", SECRET))
        .hasValue("X-Hub-Signature-256: HMAC-SHA256 of the body, with the previous secret");
    assertThat(proof(request, SECRET, "old")).get().asString().endsWith("the current secret");
    assertThat(proof(request, "fresh", "old")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anEmptySecretProvesNothing(Forge forge) {
    String basic = Base64.getEncoder().encodeToString(Requests.utf8("slipway:"));
    ReceivedRequest request =
        Requests.of(
            forge,
            BODY,
            "x-gitlab-token",
            "",
            "x-gitee-token",
            "",
            "authorization",
            "Basic " + basic);
    assertThat(proof(request, "")).isEmpty();
    assertThat(proof(request, "", "")).isEmpty();
    assertThat(proof(Requests.of(forge, BODY), "whsec_")).isEmpty();
  }

  @Test
  void gitHubSignsTheFormAndGiteaTheJsonInIt() {
    String json = "{\"ref\": \"refs/heads/größe & mehr\"}";
    String form = "payload=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
    String ofForm = HmacProof.sign(Requests.utf8(form), secret(SECRET));
    String ofJson = HmacProof.sign(Requests.utf8(json), secret(SECRET));
    assertThat(proof(form(Forge.GITHUB, form, ofForm), SECRET)).isPresent();
    assertThat(proof(form(Forge.GITHUB, form, ofJson), SECRET)).isEmpty();
    assertThat(proof(form(Forge.GITEA, form, ofJson), SECRET)).isPresent();
    assertThat(proof(form(Forge.GITEA, form, ofForm), SECRET)).isEmpty();
    assertThat(proof(form(Forge.GITEA, "other=1", ofForm), SECRET)).isEmpty();
  }

  private static ReceivedRequest form(Forge forge, String body, String signature) {
    return Requests.of(forge, body, "content-type", FORM, "x-hub-signature-256", signature);
  }

  @ParameterizedTest
  @ValueSource(strings = {"slipway:" + SECRET, ":" + SECRET, "a:b:c"})
  void dataCenterMaySendTheSecretAsBasicPassword(String credentials) {
    String password = credentials.substring(credentials.indexOf(':') + 1);
    String basic = Base64.getEncoder().encodeToString(Requests.utf8(credentials));
    ReceivedRequest request =
        Requests.of(Forge.BITBUCKET_SERVER, BODY, "authorization", "Basic " + basic);
    assertThat(proof(request, password))
        .hasValue("Authorization: the secret as Basic password, with the current secret");
    assertThat(proof(request, "other", password)).isPresent();
    assertThat(proof(request, "other")).isEmpty();
    assertThat(
            proof(Requests.of(Forge.BITBUCKET, BODY, "authorization", "Basic " + basic), password))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic !!!", "Bearer " + SECRET, SECRET, "Basic  "})
  void nothingElseInThatHeaderProves(String authorization) {
    assertThat(
            proof(
                Requests.of(Forge.BITBUCKET_SERVER, BODY, "authorization", authorization), SECRET))
        .isEmpty();
  }

  @Test
  void gitLabsTokenProvesWhereNoSecretIsASigningKey() {
    ReceivedRequest request = Requests.of(Forge.GITLAB, BODY, "x-gitlab-token", SECRET);
    assertThat(proof(request, SECRET))
        .hasValue("X-Gitlab-Token: the secret itself, with the current secret");
    assertThat(proof(request, "other", SECRET)).get().asString().endsWith("the previous secret");
    assertThat(proof(request, "other")).isEmpty();
    assertThat(proof(request, SECRET.toLowerCase(Locale.ROOT))).isEmpty();
    assertThat(proof(request, SECRET + "x")).isEmpty();
  }

  @Test
  void giteesPasswordProves() {
    ReceivedRequest request = Requests.of(Forge.GITEE, BODY, "x-gitee-token", SECRET);
    assertThat(proof(request, SECRET))
        .hasValue("X-Gitee-Token: the secret itself, with the current secret");
    assertThat(proof(request, "fresh", SECRET)).get().asString().endsWith("the previous secret");
    assertThat(proof(request, "other")).isEmpty();
  }

  /** The signature was made with OpenSSL over {@code 1795255200000\nthis is secret}. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:00:00Z, true",
    "2026-11-21T10:59:59Z, true",
    "2026-11-21T09:00:01Z, true",
    "2026-11-21T11:00:01Z, false",
    "2026-11-21T08:59:59Z, false"
  })
  void giteesSignatureProvesForAnHour(Instant now, boolean proves) {
    ReceivedRequest request =
        Requests.of(
            Forge.GITEE,
            BODY,
            "x-gitee-timestamp",
            "1795255200000",
            "x-gitee-token",
            "LWBh0hQ0O+1zcXR1n9hn2Hr9eGnVr4a5/MNpnRvLzgo=");
    List<Secret> secrets = List.of(secret("this is secret"));
    assertThat(Dialects.of(Forge.GITEE).proof(request, secrets, now).isPresent()).isEqualTo(proves);
    assertThat(proof(request, "another secret")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "-1795255200000", "99999999999999999999", "1795255200"})
  void giteesSignatureNeedsItsTime(String timestamp) {
    ReceivedRequest request =
        Requests.of(
            Forge.GITEE,
            BODY,
            "x-gitee-timestamp",
            timestamp,
            "x-gitee-token",
            "LWBh0hQ0O+1zcXR1n9hn2Hr9eGnVr4a5/MNpnRvLzgo=");
    assertThat(proof(request, "this is secret")).isEmpty();
  }

  @Test
  void dataCentersUnsignedPingIsKnownButProvesNothing() {
    Dialect dialect = Dialects.of(Forge.BITBUCKET_SERVER);
    ReceivedRequest ping =
        Requests.of(Forge.BITBUCKET_SERVER, "{\"test\": true}", "x-event-key", "diagnostics:ping");
    assertThat(dialect.isUnprovedPing(ping)).isTrue();
    assertThat(proof(ping, SECRET)).isEmpty();
    ReceivedRequest signed =
        Requests.of(
            Forge.BITBUCKET_SERVER,
            BODY,
            "x-event-key",
            "diagnostics:ping",
            "x-hub-signature",
            "sha256=" + HEX);
    assertThat(dialect.isUnprovedPing(signed)).isFalse();
    assertThat(proof(signed, SECRET)).isPresent();
    assertThat(dialect.isUnprovedPing(Requests.of(Forge.BITBUCKET_SERVER, BODY))).isFalse();
  }

  private static Optional<String> proof(ReceivedRequest request, String... secrets) {
    List<Secret> named = Arrays.stream(secrets).map(DialectProofTest::secret).toList();
    return Dialects.of(request.forge()).proof(request, named, NOW);
  }

  private static Secret secret(String value) {
    return new Secret("webhook secret", value);
  }
}
