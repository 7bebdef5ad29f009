package dev.slipway.webhook.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.InvalidValueException;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads JSON from strangers within bounds. */
final class Payload {
  /** Names are not interned: strangers choose them. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(256)
                  .maxStringLength(25 * 1024 * 1024)
                  .maxTokenCount(2_000_000)
                  .build())
          .build();

  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);
  private static final int LONGEST_REASON = 500;

  private Payload() {}

  /** Whether the JSON came as a field of a form. */
  static boolean isForm(ReceivedRequest request) {
    return request
        .header("content-type")
        .orElse("")
        .toLowerCase(Locale.ROOT)
        .startsWith("application/x-www-form-urlencoded");
  }

  /**
   * The JSON text of a request: the body itself, or the {@code payload} field of a form.
   *
   * @throws UnreadableException when it is a form without that field
   */
  static byte[] json(ReceivedRequest request) throws UnreadableException {
    if (!isForm(request)) {
      return request.body().bytes();
    }
    String form = new String(request.body().bytes(), StandardCharsets.UTF_8);
    List<String> values;
    try {
      values = new QueryStringDecoder(form, false).parameters().get("payload");
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("the form cannot be decoded: " + reason(e.getMessage()));
    }
    if (values == null) {
      throw new UnreadableException("the form has no field named payload");
    }
    return values.getFirst().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what happened out of a request's body.
   *
   * @param unread fields of the outermost object that the reader does not look at; they are passed
   *     over, since they can be most of the body
   * @param reader may throw {@link InvalidValueException} where what it needs is missing or wrong
   * @throws UnreadableException when the body is no JSON object, goes beyond the bounds, or the
   *     reader threw
   */
  static ForgeEvent read(
      ReceivedRequest request, Set<String> unread, Function<Fields, ForgeEvent> reader)
      throws UnreadableException {
    Fields payload = new Fields(object(json(request), unread));
    try {
      return reader.apply(payload);
    } catch (InvalidValueException e) {
      throw new UnreadableException("the delivery cannot be read: " + reason(e.getMessage()));
    }
  }

  /**
   * Reads an object, but for those of its fields.
   *
   * @throws UnreadableException when it is no JSON object, or goes beyond the bounds
   */
  static JsonNode object(byte[] json, Set<String> unread) throws UnreadableException {
    if (!looksLikeUtf8(json)) {
      throw new UnreadableException("the body is no UTF-8, as JSON must be");
    }
    ObjectNode object = MAPPER.createObjectNode();
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableException("the body is no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        if (unread.contains(field)) {
          parser.skipChildren();
        } else {
          object.set(field, MAPPER.<JsonNode>readTree(parser));
        }
      }
      return object;
    } catch (IOException e) {
      throw new UnreadableException("the body is no JSON: " + reason(e.getMessage()));
    }
  }

  /** In UTF-16 and UTF-32, which the parser would take as well, one of the first bytes is zero. */
  private static boolean looksLikeUtf8(byte[] json) {
    for (int i = 0; i < Math.min(json.length, 4); i++) {
      if (json[i] == 0) {
        return false;
      }
    }
    return true;
  }

  /** The first line of a message that may quote the sender. */
  private static String reason(@Nullable String message) {
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    return Fields.cut(line, LONGEST_REASON);
  }
}
