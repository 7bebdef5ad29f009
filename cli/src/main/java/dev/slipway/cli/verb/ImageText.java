package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Sizes;
import dev.slipway.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Images of the registry, as text. */
final class ImageText {
  private static final int SHOWN_DIGEST = 19;

  private final ServerVerb verb;

  ImageText(ServerVerb verb) {
    this.verb = verb;
  }

  /** A row for each repository. */
  void printRepositories(JsonNode items) {
    Table table = new Table("REPOSITORY", "TAGS", "IMAGES", "SIZE", "OWN", "NEWEST", "CREATED");
    for (JsonNode one : items) {
      JsonNode newest = one.path("newest");
      table.row(
          Json.text(one, "name"),
          Json.text(one, "tags"),
          Json.text(one, "images"),
          size(one.path("size").path("total").asLong()),
          size(one.path("size").path("own").asLong()),
          Json.text(newest, "tag"),
          verb.when(newest, "created"));
      one.path("problems").forEach(problem -> verb.shell.say(problem.asText()));
    }
    table.print(verb.shell);
  }

  /** A row for each tag. */
  void printTags(JsonNode items) {
    Table table =
        new Table(
            "TAG", "DIGEST", "KIND", "SIZE", "OWN", "CREATED", "COMMIT", "BUILD", "NEEDED BY");
    for (JsonNode one : items) {
      table.row(
          Json.text(one, "tag"),
          digest(Json.text(one, "digest")),
          Json.text(one, "kind"),
          size(one.path("size").path("total").asLong()),
          size(one.path("size").path("own").asLong()),
          verb.when(one, "created"),
          commit(one),
          Json.text(one.path("build"), "id"),
          String.join(", ", uses(one)));
      if (!Json.text(one, "problem").isEmpty()) {
        verb.shell.say(Json.text(one, "tag") + ": " + Json.text(one, "problem"));
      }
    }
    table.print(verb.shell);
  }

  private static String commit(JsonNode one) {
    String sha = Json.text(one.path("build"), "sha");
    return sha.substring(0, Math.min(sha.length(), 7));
  }

  /** Each service once, as {@code shop.production v42 live}. */
  private static List<String> uses(JsonNode image) {
    Map<String, String> uses = new TreeMap<>();
    for (JsonNode use : image.path("uses")) {
      String name = Json.text(use, "service") + " v" + Json.text(use, "release");
      uses.merge(
          name,
          Json.text(use, "state"),
          (one, other) -> one.contains(other) ? one : one + "+" + other);
    }
    List<String> all = new ArrayList<>();
    uses.forEach((name, state) -> all.add(name + " " + state));
    return all;
  }

  /** A line for each thing that is known of an image. */
  void printOne(JsonNode image) {
    Table table = new Table("FIELD", "VALUE");
    for (String field : List.of("repository", "digest", "kind", "media_type", "artifact_type")) {
      row(table, field, Json.text(image, field));
    }
    image.path("tags").forEach(tag -> table.row("tag", tag.asText()));
    row(table, "created", verb.when(image, "created"));
    row(table, "author", Json.text(image, "author"));
    table.row("size", size(image.path("size").path("total").asLong()));
    table.row("own", size(image.path("size").path("own").asLong()));
    image.path("platforms").forEach(platform -> table.row("platform", platform.asText()));
    row(table, "build", Json.text(image.path("build"), "id"));
    row(table, "commit", Json.text(image.path("build"), "sha"));
    image.path("uses").forEach(use -> table.row("needed by", Json.text(use, "words")));
    image.path("parts").forEach(part -> table.row("part", partText(part)));
    image
        .path("layers")
        .forEach(layer ->
            table.row(
                "layer", Json.text(layer, "digest") + " " + size(layer.path("size").asLong())));
    image.path("indexes").forEach(index -> table.row("part of", index.asText()));
    row(table, "refers to", Json.text(image, "subject"));
    image
        .path("referrers")
        .forEach(each ->
            table.row(
                "referrer", Json.text(each, "artifact_type") + " " + Json.text(each, "digest")));
    image
        .path("labels")
        .properties()
        .forEach(label -> table.row("label", label.getKey() + "=" + label.getValue().asText()));
    row(table, "problem", Json.text(image, "problem"));
    table.print(verb.shell);
  }

  private static String partText(JsonNode part) {
    return "%s %s%s"
        .formatted(
            Json.text(part, "platform"),
            Json.text(part, "digest"),
            part.path("missing").asBoolean() ? " missing" : "");
  }

  private static void row(Table table, String field, String value) {
    if (!value.isEmpty()) {
      table.row(field, value);
    }
  }

  private String size(long bytes) {
    return verb.shell.forPerson() ? Sizes.of(bytes) : Long.toString(bytes);
  }

  private String digest(String digest) {
    return verb.shell.forPerson()
        ? digest.substring(0, Math.min(digest.length(), SHOWN_DIGEST))
        : digest;
  }
}
