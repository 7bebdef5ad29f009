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
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads one YAML 1.2 document within bounds: nesting, and the number of values after aliases are
 * followed, so that a small file cannot become a large tree.
 */
public final class YamlParser {
  private static final int DEEPEST = 50;
  private static final int MOST_VALUES = 20_000;

  private final Problems problems;
  private int values;

  private YamlParser(Problems problems) {
    this.problems = problems;
  }

  /** The document, or nothing and at least one problem; an empty file is an empty map. */
  public static Optional<Yaml> parse(byte[] file, Problems problems) {
    LoadSettings settings =
        LoadSettings.builder().setUseMarks(true).setAllowNonScalarKeys(true).build();
    try {
      Optional<Node> root =
          new Compose(settings).composeInputStream(new ByteArrayInputStream(file));
      if (root.isEmpty()) {
        return Optional.of(new Yaml.Mapping(Map.of(), Position.START));
      }
      return Optional.ofNullable(new YamlParser(problems).convert(root.get(), "", 0));
    } catch (MarkedYamlEngineException e) {
      Position at = e.getProblemMark().map(YamlParser::position).orElse(Position.START);
      problems.add("", at, "this is no YAML: " + e.getProblem(), "check quotes and indentation");
    } catch (YamlEngineException e) {
      problems.add(
          "", Position.START, "this is no YAML: " + e.getMessage(), "save the file as UTF-8 text");
    }
    return Optional.empty();
  }

  private @Nullable Yaml convert(Node node, String path, int depth) {
    Position at = node.getStartMark().map(YamlParser::position).orElse(Position.START);
    values++;
    if (depth > DEEPEST || values > MOST_VALUES) {
      if (problems.none()) {
        problems.add(
            path,
            at,
            depth > DEEPEST
                ? "values are nested more than " + DEEPEST + " deep"
                : "there are more than " + MOST_VALUES + " values once aliases are followed",
            "write it flatter, without anchors that refer to each other");
      }
      return null;
    }
    return switch (node) {
      case ScalarNode scalar ->
          new Yaml.Scalar(scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN, at);
      case SequenceNode sequence -> sequence(sequence, path, at, depth);
      case MappingNode mapping -> mapping(mapping, path, at, depth);
      default -> throw new IllegalStateException("a composed node is one of three kinds");
    };
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

  private static Position position(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
