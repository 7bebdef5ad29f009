package dev.slipway.config.shape;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.config.shape.Shape.Amount;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Entries;
import dev.slipway.config.shape.Shape.Items;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.shape.Shape.Truth;
import dev.slipway.config.shape.Shape.Whole;
import dev.slipway.config.shape.Shape.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes a shape as a JSON Schema, for editors. It sees what YAML makes of a file: numbers and
 * truth values in place of texts, and nothing where a key has no value.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">draft 2020-12</a>
 */
public final class JsonSchema {
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
  private static final String LATER = " Not carried out by this version yet.";

  private final ObjectNode definitions = object();

  private JsonSchema() {}

  /** The schema of whole documents, in JSON. */
  public static String of(Section document, String title) {
    JsonSchema schema = new JsonSchema();
    ObjectNode root = object().put("$schema", DRAFT).put("title", title);
    // An empty file says nothing, and is fine.
    root.putArray("type").add("object").add("null");
    root.setAll(schema.map(document));
    root.set("$defs", schema.definitions);
    return root.toPrettyString() + "\n";
  }

  private ObjectNode map(Section section) {
    ObjectNode schema = object();
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    for (Key key : section.keys()) {
      properties.set(key.name(), property(key));
      if (key.required()) {
        required.add(key.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    if (section.empty() != null) {
      schema.put("minProperties", 1);
    }
    return schema.put("additionalProperties", false);
  }

  private ObjectNode property(Key key) {
    List<ObjectNode> forms = forms(key.shape());
    if (!key.required()) {
      forms.add(type("null"));
    }
    ObjectNode schema = object();
    schema.put("description", key.description() + (key.later() ? LATER : ""));
    return schema.setAll(anyOf(forms));
  }

  private static ObjectNode anyOf(List<ObjectNode> forms) {
    if (forms.size() == 1) {
      return forms.getFirst();
    }
    ObjectNode schema = object();
    forms.forEach(schema.putArray("anyOf")::add);
    return schema;
  }

  /** The schemas of which one must hold. */
  private List<ObjectNode> forms(Shape shape) {
    List<ObjectNode> forms = new ArrayList<>();
    switch (shape) {
      case Text text -> forms.add(text(text.form()));
      case Whole(int least, int most) -> {
        forms.add(type("integer").put("minimum", least).put("maximum", most));
        forms.add(matching(Pattern.compile("[0-9]{1,9}")));
      }
      case Amount(Unit unit) -> {
        forms.add(matching(Pattern.compile(unit.form())));
        addNumbers(unit, forms);
      }
      case Truth(Boolean only) ->
          forms.add(only == null ? type("boolean") : object().put("const", (boolean) only));
      case Word(_, List<String> words) -> {
        ObjectNode schema = object();
        words.forEach(schema.putArray("enum")::add);
        forms.add(schema);
      }
      case Items(Shape item, int least, int most) -> {
        ObjectNode schema = type("array").put("maxItems", most);
        if (least > 0) {
          schema.put("minItems", least);
        }
        schema.set("items", anyOf(forms(item)));
        forms.add(schema);
      }
      case Entries(Form name, Shape value, int most) -> {
        ObjectNode schema = type("object").put("maxProperties", most);
        schema.set("propertyNames", matching(name.pattern()).put("maxLength", name.longest()));
        schema.set("additionalProperties", anyOf(forms(value)));
        forms.add(schema);
      }
      case Section section -> forms.add(reference(section));
      case Either(List<Shape> shapes) -> shapes.forEach(one -> forms.addAll(forms(one)));
    }
    return forms;
  }

  /** What an amount may be written as without a unit. */
  private static void addNumbers(Unit unit, List<ObjectNode> forms) {
    switch (unit) {
      case DURATION -> forms.add(object().put("const", 0));
      case SIZE -> forms.add(type("integer").put("minimum", 0));
      case CORES -> forms.add(type("number").put("minimum", 0.001).put("exclusiveMaximum", 10_000));
      case TIME -> {}
    }
  }

  private static ObjectNode text(Form form) {
    ObjectNode schema = matching(form.pattern()).put("maxLength", form.longest());
    if (form.loose()) {
      schema.remove("type");
      schema.putArray("type").add("string").add("number").add("boolean");
    }
    return schema;
  }

  private ObjectNode reference(Section section) {
    String id = section.id();
    if (!definitions.has(id)) {
      definitions.putNull(id); // keeps the order in which they are met
      ObjectNode schema = type("object");
      definitions.set(id, schema.setAll(map(section)));
    }
    return object().put("$ref", "#/$defs/" + id);
  }

  private static ObjectNode matching(Pattern pattern) {
    return type("string").put("pattern", "^(?:" + pattern.pattern() + ")$");
  }

  private static ObjectNode type(String name) {
    return object().put("type", name);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
