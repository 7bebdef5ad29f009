package dev.slipway.webhook.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Breaks payloads in the ways in which forges, proxies and attackers do. */
final class PayloadMutation {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> ODD_TEXTS =
      List.of(
          "",
          " ",
          "xxxx",
          "${commitSha1}",
          "0000000000000000000000000000000000000000",
          "ffffffffffffffffffffffffffffffffffffffff",
          "6F1C0A9D2E4B8C7D5A3F1E0B9C8D7A6F5E4D3C2B",
          "6f1c0a9",
          "refs/heads/",
          "refs/heads/../../etc/passwd",
          "refs/heads/--upload-pack=x",
          "refs/tags/x",
          "refs/heads/größe/日本",
          "a/b",
          "~a/b",
          "../..",
          "\u0000",
          "\ud800",
          "\u202e\u2028\ufeff",
          "🍎",
          "push",
          "delete",
          "update",
          "closed",
          "tag",
          "x".repeat(20_000),
          "a/".repeat(10_000));

  private final Random random;

  PayloadMutation(Random random) {
    this.random = random;
  }

  /** Changes one field or item somewhere in the payload. */
  void change(JsonNode payload) {
    List<JsonNode> containers = new ArrayList<>();
    collect(payload, containers);
    if (containers.isEmpty()) {
      return; // nothing is left of it
    }
    switch (containers.get(random.nextInt(containers.size()))) {
      case ObjectNode object -> changeField(object);
      case ArrayNode array -> changeItem(array);
      default -> throw new IllegalStateException("only containers were collected");
    }
  }

  /** Breaks the bytes themselves; a field may come twice then, too. */
  byte[] damage(byte[] body) {
    byte[] damaged = body.clone();
    int at = random.nextInt(body.length);
    switch (random.nextInt(4)) {
      case 0 -> damaged = Arrays.copyOf(body, at);
      case 1 -> damaged[at] = (byte) random.nextInt(256);
      case 2 -> damaged[at] = (byte) "{}[]\",:\\".charAt(random.nextInt(8));
      default -> {
        String twice = "{\"ref\":\"refs/heads/other\",\"after\":\"xxxx\",\"action\":null,";
        byte[] start = Requests.utf8(twice);
        damaged = Arrays.copyOf(start, start.length + body.length - 1);
        System.arraycopy(body, 1, damaged, start.length, body.length - 1);
      }
    }
    return damaged;
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode() && !node.isEmpty()) {
      containers.add(node);
    }
    node.forEach(child -> collect(child, containers));
  }

  private void changeField(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(4)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(names.get(random.nextInt(names.size())), object.get(name).deepCopy());
      default -> object.set(name, oddValue());
    }
  }

  private void changeItem(ArrayNode array) {
    int at = random.nextInt(array.size());
    switch (random.nextInt(3)) {
      case 0 -> array.remove(at);
      case 1 -> array.add(array.get(at).deepCopy());
      default -> array.set(at, oddValue());
    }
  }

  private JsonNode oddValue() {
    return switch (random.nextInt(8)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextLong());
      case 3 -> NODES.numberNode(random.nextDouble());
      case 4 -> nested(random.nextInt(600));
      case 5 -> NODES.arrayNode();
      default -> NODES.textNode(ODD_TEXTS.get(random.nextInt(ODD_TEXTS.size())));
    };
  }

  private static JsonNode nested(int depth) {
    JsonNode node = NODES.objectNode();
    for (int i = 0; i < depth; i++) {
      node = i % 2 == 0 ? NODES.arrayNode().add(node) : NODES.objectNode().set("a", node);
    }
    return node;
  }
}
