package dev.slipway.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.slipway.core.Secret;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.webhook.dialect.ReceivedRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes out of a request what proves its sender, so that nobody who reads it can pose as that. */
final class Credentials {
  /** Signatures count: with their body they are a request that can be sent once more. */
  private static final List<String> IN_HEADERS =
      List.of("authorization", "cookie", "signature", "token", "secret", "password");

  /** Old versions of Gitea send {@code secret}, Gitee sends the others. */
  private static final Set<String> IN_BODIES = Set.of("secret", "password", "sign");

  /** Whoever read the body before has looked at its bounds. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private static final byte[] NOTHING = "\"\"".getBytes(StandardCharsets.UTF_8);

  private Credentials() {}

  /** The headers without those that are named like credentials, or hold one of the secrets. */
  static SortedMap<String, String> strip(SortedMap<String, String> headers, List<Secret> secrets) {
    SortedMap<String, String> kept = new TreeMap<>(headers);
    kept.entrySet()
        .removeIf(header ->
            IN_HEADERS.stream().anyMatch(header.getKey()::contains)
                || secrets.stream().anyMatch(it -> header.getValue().contains(it.reveal())));
    return kept;
  }

  /** The body, with empty texts where the forge puts credentials into it. */
  static Delivery.Body strip(ReceivedRequest request) {
    byte[] body = request.body().bytes();
    return switch (request.forge()) {
      case GITEA, FORGEJO, GITEE ->
          new Delivery.Body(isForm(request) ? stripForm(body) : stripJson(body));
      case GITHUB, GITLAB, BITBUCKET, BITBUCKET_SERVER, GIT -> request.body();
    };
  }

  private static boolean isForm(ReceivedRequest request) {
    return request
        .header("content-type")
        .map(type -> type.toLowerCase(Locale.ROOT))
        .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
        .isPresent();
  }

  /** The dialects have read it, so that it is known to be a form with one field of interest. */
  private static byte[] stripForm(byte[] form) {
    String text = new String(form, StandardCharsets.UTF_8);
    List<String> payloads = new QueryStringDecoder(text, false).parameters().get("payload");
    byte[] json =
        payloads == null ? new byte[0] : payloads.getFirst().getBytes(StandardCharsets.UTF_8);
    String stripped = new String(stripJson(json), StandardCharsets.UTF_8);
    return ("payload=" + URLEncoder.encode(stripped, StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What follows after the JSON value, which no reader minds, is not kept. */
  private static byte[] stripJson(byte[] json) {
    ByteArrayOutputStream stripped = new ByteArrayOutputStream(json.length);
    int copied = 0;
    try (JsonParser parser = JSON.createParser(json)) {
      do {
        if (parser.nextToken() == JsonToken.VALUE_STRING
            && IN_BODIES.contains(parser.currentName())) {
          int start = (int) parser.currentTokenLocation().getByteOffset();
          parser.finishToken();
          stripped.write(json, copied, start - copied);
          stripped.writeBytes(NOTHING);
          copied = (int) parser.currentLocation().getByteOffset();
        }
      } while (parser.currentToken() != null && !parser.getParsingContext().inRoot());
      int end = (int) parser.currentLocation().getByteOffset();
      stripped.write(json, copied, Math.max(copied, end) - copied);
    } catch (IOException e) {
      throw new IllegalStateException("a body that was read before cannot be read again", e);
    }
    return stripped.toByteArray();
  }
}
