package dev.slipway.config.yaml;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads one YAML 1.2 document within bounds: nesting, aliases, and the number of values after
 * aliases are followed, so that a small file cannot become a large tree.
 */
public final class YamlParser {
  private static final int DEEPEST = 50;
  private static final int MOST_ALIASES = 50;
  private static final int MOST_VALUES = 20_000;
  private static final String FLATTER =
      "write it flatter, without anchors that refer to each other";

  private static final String QUOTES = "check quotes and indentation";

  private final Problems problems;
  private int values;
  private boolean tooLarge;

  private YamlParser(Problems problems) {
    this.problems = problems;
  }

  /** The document, or nothing and at least one problem; an empty file is an empty map. */
  public static Optional<Yaml> parse(byte[] file, Problems problems) {
    LoadSettings settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setAllowNonScalarKeys(true)
            .setSchema(new WithoutMerging())
            .build();
    YamlParser parser = new YamlParser(problems);
    try {
      if (!parser.isWithinBounds(new Parse(settings).parseInputStream(stream(file)))) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(settings).composeInputStream(stream(file));
      if (root.isEmpty()) {
        return Optional.of(new Yaml.Mapping(Map.of(), Position.START));
      }
      Yaml document = parser.convert(root.get(), "", 0);
      return parser.tooLarge ? Optional.empty() : Optional.ofNullable(document);
    } catch (MarkedYamlEngineException e) {
      Position at = e.getProblemMark().map(YamlParser::position).orElse(Position.START);
      String hint = e.getProblemMark().map(YamlParser::hint).orElse(QUOTES);
      problems.add("", at, "this is no YAML: " + e.getProblem(), hint);
    } catch (YamlEngineException e) {
      problems.add(
          "", Position.START, "this is no YAML: " + e.getMessage(), "save the file as UTF-8 text");
    }
    return Optional.empty();
  }

  private static ByteArrayInputStream stream(byte[] file) {
    return new ByteArrayInputStream(file);
  }

  /** Looked at before the tree is composed, which takes one stack frame per level. */
  private boolean isWithinBounds(Iterable<Event> events) {
    int depth = 0;
    int aliases = 0;
    for (Event event : events) {
      Position at = event.getStartMark().map(YamlParser::position).orElse(Position.START);
      tag(event)
          .ifPresent(tag ->
              problems.add(
                  "",
                  at,
                  "the tag " + Problems.quoted(tag) + " means nothing here",
                  "remove it; quotes make a text of anything"));
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        tooDeep("", at);
        return false;
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (event instanceof AliasEvent && ++aliases > MOST_ALIASES) {
        problems.add(
            "", at, "there are more than " + MOST_ALIASES + " aliases", "write the values out");
        return false;
      }
    }
    return true;
  }

  /** The tag that somebody wrote before a value. */
  private static Optional<String> tag(Event event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getTag();
      case CollectionStartEvent collection -> collection.getTag();
      default -> Optional.empty();
    };
  }

  private void tooDeep(String path, Position at) {
    problems.add(path, at, "values are nested more than " + DEEPEST + " deep", FLATTER);
  }

  private @Nullable Yaml convert(Node node, String path, int depth) {
    Position at = node.getStartMark().map(YamlParser::position).orElse(Position.START);
    values++;
    if (depth > DEEPEST || values > MOST_VALUES) {
      refuse(path, at, depth);
      return null;
    }
    return switch (node) {
      case ScalarNode scalar -> new Yaml.Scalar(scalar.getValue(), type(scalar.getTag()), at);
      case SequenceNode sequence -> sequence(sequence, path, at, depth);
      case MappingNode mapping -> mapping(mapping, path, at, depth);
      default -> throw new IllegalStateException("a composed node is one of three kinds");
    };
  }

  private void refuse(String path, Position at, int depth) {
    if (tooLarge) {
      return;
    }
    tooLarge = true;
    if (depth > DEEPEST) {
      tooDeep(path, at);
    } else {
      problems.add(
          path,
          at,
          "there are more than " + MOST_VALUES + " values once aliases are followed",
          FLATTER);
    }
  }

  private static Yaml.Type type(Tag tag) {
    if (tag.equals(Tag.NULL)) {
      return Yaml.Type.NOTHING;
    }
    if (tag.equals(Tag.BOOL)) {
      return Yaml.Type.TRUTH;
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? Yaml.Type.NUMBER : Yaml.Type.TEXT;
  }

  private Yaml sequence(SequenceNode node, String path, Position at, int depth) {
    List<Yaml> items = new ArrayList<>();
    for (Node item : node.getValue()) {
      Yaml value = convert(item, path + "[" + items.size() + "]", depth + 1);
      if (value != null) {
        items.add(value);
      }
    }
    return new Yaml.Sequence(items, at);
  }

  private Yaml mapping(MappingNode node, String path, Position at, int depth) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Position keyAt =
          tuple.getKeyNode().getStartMark().map(YamlParser::position).orElse(Position.START);
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(path, keyAt, "a key must be a plain word", "write `key: value`");
        continue;
      }
      String name = key.getValue();
      String inner = path.isEmpty() ? name : path + "." + name;
      if (name.equals("<<")) {
        problems.add(
            inner, keyAt, "merging with `<<` is not supported", "write the shared keys out");
        continue;
      }
      Yaml value = convert(tuple.getValueNode(), inner, depth + 1);
      if (value != null && entries.putIfAbsent(name, new Yaml.Entry(keyAt, value)) != null) {
        problems.add(inner, keyAt, "the key `" + name + "` stands here twice", "remove one");
      }
    }
    return new Yaml.Mapping(entries, at);
  }

  /** A variable in a list in brackets is the mistake that is made most. */
  private static String hint(Mark mark) {
    int before = mark.getPointer() - 1;
    return before >= 0 && mark.getBuffer()[before] == '$' ? "write \"${NAME}\" in quotes" : QUOTES;
  }

  private static Position position(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** The core schema as YAML 1.2 has it; the library would follow {@code <<} beside it. */
  private static final class WithoutMerging extends CoreSchema {
    @Override
    public ScalarResolver getScalarResolver() {
      return new CoreScalarResolver(false);
    }
  }
}
