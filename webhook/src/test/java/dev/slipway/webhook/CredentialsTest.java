package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.Secret;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Forge;
import dev.slipway.webhook.dialect.ReceivedRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private static final String CANARY = "canary-4f1d";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization",
        "proxy-authorization",
        "cookie",
        "x-hub-signature",
        "x-hub-signature-256",
        "x-gitlab-token",
        "webhook-signature",
        "x-gitea-signature",
        "x-forgejo-signature",
        "x-gogs-signature",
        "x-gitee-token",
        "x-slipway-signature"
      })
  void headersThatProveTheSenderAreNotKept(String name) {
    assertThat(strip(Map.of(name, "x", "x-github-event", "push")))
        .containsOnlyKeys("x-github-event");
  }

  @Test
  void aHeaderThatHoldsTheSecretIsNotKeptWhateverItsName() {
    assertThat(strip(Map.of("x-custom", "key=" + CANARY, "x-other", "ok")))
        .containsOnlyKeys("x-other");
  }

  @ParameterizedTest
  @CsvSource({
    "GITEA,   '{\"secret\":\"canary-4f1d\",\"ref\":\"refs/heads/Ä\"}'",
    "GITEA,   '{\"ref\":\"refs/heads/Ä鞋\",\"a\":[1,{\"secret\" : \"canary-4f1d\"}], \"b\":\"x\"}'",
    "FORGEJO, '{\"ref\":\"x\",\"secret\":\"\\u0063anary-4f1d canary-4f1d\"}'",
    "GITEE,   '{\"password\":\"canary-4f1d\",\"sign\":\"canary-4f1d\",\"ref\":\"x\"}'"
  })
  void whatForgesPutIntoTheBodyIsBlankedAndTheRestIsUntouched(Forge forge, String body)
      throws IOException {
    String kept = strip(forge, "application/json", body);
    assertThat(kept).doesNotContain("anary");
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(kept).findValue("ref"))
        .isEqualTo(mapper.readTree(body).findValue("ref"));
    assertThat(kept.replace("\"\"", "?")).isEqualTo(body.replaceAll("\"[^\"]*canary[^\"]*\"", "?"));
  }

  @Test
  void whatFollowsAfterTheJsonIsNotKept() {
    String body = "{\"ref\":\"refs/heads/main\"}";
    assertThat(strip(Forge.GITEA, "application/json", body + "\n" + CANARY)).isEqualTo(body);
  }

  @Test
  void formsAreBlankedToo() {
    String json = "{\"secret\":\"" + CANARY + "\",\"ref\":\"refs/heads/a b\"}";
    String form = "payload=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
    String kept = strip(Forge.GITEA, "application/x-www-form-urlencoded", form);
    assertThat(URLDecoder.decode(kept, StandardCharsets.UTF_8))
        .isEqualTo("payload={\"secret\":\"\",\"ref\":\"refs/heads/a b\"}");
  }

  @ParameterizedTest
  @EnumSource(
      value = Forge.class,
      names = {"GITHUB", "GITLAB", "BITBUCKET", "BITBUCKET_SERVER", "GIT"})
  void theBodiesOfOtherForgesAreKeptAsTheyCame(Forge forge) {
    String body = "{ \"secret\" : \"the name of a label\" }";
    assertThat(strip(forge, "application/json", body)).isEqualTo(body);
  }

  private static Map<String, String> strip(Map<String, String> headers) {
    return Credentials.strip(new TreeMap<>(headers), List.of(new Secret("webhook", CANARY)));
  }

  private static String strip(Forge forge, String type, String body) {
    Delivery.Body bytes = new Delivery.Body(body.getBytes(StandardCharsets.UTF_8));
    TreeMap<String, String> headers = new TreeMap<>(Map.of("content-type", type));
    Delivery.Body kept = Credentials.strip(new ReceivedRequest(forge, null, headers, bytes));
    return new String(kept.bytes(), StandardCharsets.UTF_8);
  }
}
