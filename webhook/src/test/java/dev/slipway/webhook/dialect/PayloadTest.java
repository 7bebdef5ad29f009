package dev.slipway.webhook.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.RepositoryName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
  @Test
  void findsTheRepositoryWhereverItStands() {
    assertThat(
            name(
                "{\"a\": {\"repository\": 1}, \"repository\": {\"id\": 2, \"full_name\": \"a/b\"}}"))
        .isEqualTo("a/b");
    assertThat(name("{\"repository\": {\"full_name\": \"g/sub/b\"}, \"rest\": broken"))
        .isEqualTo("g/sub/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "5",
        "{",
        "{\"repository\": \"a/b\"}",
        "{\"repository\": {}}",
        "{\"repository\": {\"full_name\": \"../../etc\"}}",
        "{\"repository\": {\"full_name\": {\"x\": 1}}}",
        "{\"other\": {\"repository\": {\"full_name\": \"a/b\"}}}"
      })
  void findsNothingWhereThereIsNone(String json) {
    assertThat(Payload.repositoryName(utf8(json))).isEmpty();
  }

  @Test
  void aFormCarriesItsJsonInThePayloadField() throws Exception {
    String json = "{\"ref\": \"ä & b\"}";
    String form = "x=1&payload=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
    assertThat(Payload.json(request("application/x-www-form-urlencoded", form)))
        .isEqualTo(utf8(json));
  }

  @Test
  void aFormWithoutThatFieldIsUnreadable() {
    assertThatThrownBy(() -> Payload.json(request("application/x-www-form-urlencoded", "a=b")))
        .isInstanceOf(UnreadableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{\"a\":", "not json", "\u0000"})
  void whatIsNoObjectIsUnreadable(String body) {
    assertThatThrownBy(() -> Payload.read(utf8(body))).isInstanceOf(UnreadableException.class);
  }

  @Test
  void nestingWithoutEndIsUnreadable() {
    String deep = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
    assertThatThrownBy(() -> Payload.read(utf8(deep))).isInstanceOf(UnreadableException.class);
    assertThat(Payload.repositoryName(utf8(deep))).isEmpty();
  }

  private static String name(String json) {
    return Payload.repositoryName(utf8(json)).map(RepositoryName::value).orElse("");
  }

  private static ReceivedRequest request(String type, String body) {
    TreeMap<String, String> headers = new TreeMap<>();
    headers.put("content-type", type);
    return new ReceivedRequest(Forge.GITHUB, null, headers, new Delivery.Body(utf8(body)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
