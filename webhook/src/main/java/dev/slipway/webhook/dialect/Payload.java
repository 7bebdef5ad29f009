package dev.slipway.webhook.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.source.RepositoryName;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON from strangers within bounds. */
final class Payload {
  private static final int DEEPEST = 64;
  private static final int LONGEST_STRING = 2 * 1024 * 1024;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(LONGEST_STRING)
                  .build())
          .build();
  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private Payload() {}

  /**
   * The JSON text of a request: the body itself, or the {@code payload} field of a form.
   *
   * @throws UnreadableException when it is a form without that field
   */
  static byte[] json(ReceivedRequest request) throws UnreadableException {
    String type = request.header("content-type").orElse("");
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      return request.body().bytes();
    }
    String form = new String(request.body().bytes(), StandardCharsets.UTF_8);
    List<String> values;
    try {
      values = new QueryStringDecoder(form, false).parameters().get("payload");
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("the form cannot be decoded: " + e.getMessage());
    }
    if (values == null) {
      throw new UnreadableException("the form has no field named payload");
    }
    return values.getFirst().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the whole of it.
   *
   * @throws UnreadableException when it is no JSON object, or goes beyond the bounds
   */
  static JsonNode read(byte[] json) throws UnreadableException {
    try {
      JsonNode node = MAPPER.readTree(json);
      if (node == null || !node.isObject()) {
        throw new UnreadableException("the body is no JSON object");
      }
      return node;
    } catch (IOException e) {
      throw new UnreadableException("the body is no JSON: " + firstLine(e.getMessage()));
    }
  }

  /**
   * Finds {@code repository.full_name} without keeping anything else; empty when it is not there or
   * malformed.
   */
  static Optional<RepositoryName> repositoryName(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return enter(parser, "repository") && enter(parser, "full_name")
          ? Optional.of(new RepositoryName(parser.getValueAsString("")))
          : Optional.empty();
    } catch (IOException | InvalidValueException _) {
      return Optional.empty();
    }
  }

  /** Moves to the value of that field of the object that starts here. */
  private static boolean enter(JsonParser parser, String field) throws IOException {
    JsonToken start = parser.currentToken() == null ? parser.nextToken() : parser.currentToken();
    if (start != JsonToken.START_OBJECT) {
      return false;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals(field);
      parser.nextToken();
      if (wanted) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "" : message.lines().findFirst().orElse(message);
  }
}
