package dev.slipway.webhook.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.source.RepositoryName;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a few fields in a payload that nobody has vouched for yet. Passes over the text once, keeps
 * nothing but those fields, and stops where it has them all.
 */
final class PayloadScan {
  private static final int LONGEST = 1024;

  private final List<String> wanted;
  private final Map<String, String> found = new LinkedHashMap<>();

  private PayloadScan(List<String> wanted) {
    this.wanted = wanted;
  }

  /**
   * The values of those of the fields that are short strings or numbers, up to the place where the
   * text ends or breaks. Of a field that is there twice, the first counts.
   *
   * @param paths such as {@code repository.full_name}
   */
  static Map<String, String> of(ReceivedRequest request, String... paths) {
    PayloadScan scan = new PayloadScan(List.of(paths));
    try (JsonParser parser = Payload.FACTORY.createParser(Payload.json(request))) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        scan.object(parser, "");
      }
    } catch (IOException | UnreadableException _) {
      return scan.found; // whatever came before the trouble
    }
    return scan.found;
  }

  /** The repository named by the first of these fields that is there and can be a name. */
  static Optional<RepositoryName> repositoryName(ReceivedRequest request, String... paths) {
    Map<String, String> found = of(request, paths);
    for (String path : paths) {
      Optional<RepositoryName> name = name(found.getOrDefault(path, ""));
      if (name.isPresent()) {
        return name;
      }
    }
    return Optional.empty();
  }

  /** A text as the name of a repository, where it can be one. */
  static Optional<RepositoryName> name(String text) {
    try {
      return Optional.of(new RepositoryName(text));
    } catch (InvalidValueException _) {
      return Optional.empty();
    }
  }

  private void object(JsonParser parser, String prefix) throws IOException {
    while (found.size() < wanted.size() && parser.nextToken() == JsonToken.FIELD_NAME) {
      String path = prefix + parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT && leadsOn(path)) {
        object(parser, path + ".");
      } else if (wanted.contains(path) && isShortText(parser)) {
        found.putIfAbsent(path, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
  }

  private boolean leadsOn(String path) {
    return wanted.stream().anyMatch(each -> each.startsWith(path + "."));
  }

  private static boolean isShortText(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT)
        && parser.getTextLength() <= LONGEST;
  }
}
