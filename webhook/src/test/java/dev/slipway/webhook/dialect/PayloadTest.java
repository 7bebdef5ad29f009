package dev.slipway.webhook.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.source.Forge;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  @ParameterizedTest
  @ValueSource(strings = {FORM, FORM + "; charset=utf-8", "Application/X-WWW-Form-Urlencoded"})
  void aFormCarriesItsJsonInThePayloadField(String type) throws Exception {
    String json = "{\"ref\": \"ä & b\"}";
    String form = "x=1&payload=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
    assertThat(Payload.json(request(type, form))).isEqualTo(Requests.utf8(json));
  }

  @Test
  void anythingElseIsTheJsonItself() throws Exception {
    assertThat(Payload.json(request("text/plain", "payload=x")))
        .isEqualTo(Requests.utf8("payload=x"));
    assertThat(Payload.json(Requests.of(Forge.GITHUB, "{}"))).isEqualTo(Requests.utf8("{}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=b", "payload", "payload=%zz", "Payload={}"})
  void aFormWithoutThatFieldIsUnreadable(String form) {
    ReceivedRequest request = request(FORM, form);
    assertThatThrownBy(() -> Dialects.of(Forge.GITHUB).read(request))
        .isInstanceOf(UnreadableException.class);
    assertThat(Dialects.of(Forge.GITHUB).claimedRepository(request)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{\"a\":", "not json", "\u0000", "{\"a\": 1e}"})
  void whatIsNoObjectIsUnreadable(String body) {
    assertThatThrownBy(() -> Payload.object(Requests.utf8(body), Set.of()))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void jsonThatIsNoUtf8IsUnreadable() {
    String json = "{\"ref\": \"refs/heads/main\"}";
    for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
      assertThatThrownBy(() -> Payload.object(json.getBytes(charset), Set.of()))
          .isInstanceOf(UnreadableException.class)
          .hasMessageContaining("UTF-8");
    }
  }

  @Test
  void fieldsThatNobodyLooksAtArePassedOver() throws Exception {
    byte[] json = Requests.utf8("{\"a\": 1, \"b\": [{\"a\": 2}], \"c\": null} trailing");
    assertThat(Payload.object(json, Set.of("b", "d")).toString()).isEqualTo("{\"a\":1,\"c\":null}");
  }

  @Test
  void moreValuesThanMemoryBearsAreUnreadable() {
    byte[] json = Requests.utf8("{\"a\": [" + "1,".repeat(2_000_000) + "1]}");
    assertThatThrownBy(() -> Payload.object(json, Set.of()))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void nestingWithoutEndIsUnreadable() {
    String deep = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
    assertThatThrownBy(() -> Payload.object(Requests.utf8(deep), Set.of()))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void aReasonDoesNotRepeatAllThatTheSenderSaid() {
    String body = "{\"ref\": \"" + "x".repeat(100_000) + "\"}";
    assertThatThrownBy(() -> Dialects.of(Forge.GITHUB).read(Requests.of(Forge.GITHUB, body)))
        .isInstanceOf(UnreadableException.class)
        .hasMessageMatching("(?s).{10,600}");
  }

  private static ReceivedRequest request(String type, String body) {
    return Requests.of(Forge.GITHUB, body, "content-type", type);
  }
}
