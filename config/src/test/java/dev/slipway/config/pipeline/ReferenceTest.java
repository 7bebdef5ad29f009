package dev.slipway.config.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.config.shape.Check;
import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Entries;
import dev.slipway.config.shape.Shape.Items;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.yaml.Problems;
import dev.slipway.config.yaml.Yaml;
import dev.slipway.config.yaml.YamlParser;
import dev.slipway.core.pipeline.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReferenceTest {
  @Test
  void isAValidPipelineFile() throws Exception {
    Read.valid(Reference.text());
    assertThat(SchemaTest.refusals(Reference.text())).isEmpty();
  }

  @Test
  void whatIsCommentedOutIsCarriedOutLaterAndValidToo() throws Exception {
    assertThat(Read.problems(whole()))
        .extracting(Problem::message)
        .isNotEmpty()
        .allMatch(Check::isNotYet);
    assertThat(SchemaTest.refusals(whole())).isEmpty();
  }

  @Test
  void showsEveryKeyThereIs() {
    Yaml document = YamlParser.parse(bytes(whole()), new Problems()).orElseThrow();
    Set<String> shown = new TreeSet<>();
    show(document, PipelineFormat.FILE, "", shown);
    assertThat(shown).containsAll(keys(PipelineFormat.FILE, ""));
  }

  @Test
  void hasATopicForEveryTopLevelKeyInItsOrder() {
    List<String> expected = new ArrayList<>(List.of(Reference.INTRODUCTION));
    PipelineFormat.FILE.keys().forEach(key -> expected.add(key.name()));
    assertThat(Reference.topics().keySet()).containsExactlyElementsOf(expected);
    assertThat(Reference.topics().get("env")).contains("from_secret").doesNotContain("== ");
    assertThat(Reference.topics().get("timeout"))
        .isEqualTo(
            """
            # For the whole build. Without it 30m.
            timeout: 30m
            """);
  }

  @Test
  void fitsOnTheScreen() {
    assertThat(Reference.text().lines()).allMatch(line -> line.length() <= 104);
  }

  /** The file with the lines in it that are commented out. */
  static String whole() {
    return Reference.text().replaceAll("(?m)^( *)#(?=[A-Za-z])", "$1");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The paths of all keys of a shape, without the indexes of lists. */
  private static Set<String> keys(Shape shape, String path) {
    Set<String> keys = new TreeSet<>();
    switch (shape) {
      case Section section -> {
        for (Key key : section.keys()) {
          String inner = path + "." + key.name();
          keys.add(inner);
          keys.addAll(keys(key.shape(), inner));
        }
      }
      case Items items -> keys.addAll(keys(items.item(), path));
      case Entries entries -> keys.addAll(keys(entries.value(), path + ".*"));
      case Either either -> either.shapes().forEach(one -> keys.addAll(keys(one, path)));
      case Shape.Text _, Shape.Whole _, Shape.Amount _, Shape.Truth _, Shape.Word _ -> {}
    }
    return keys;
  }

  /** The same of a document that has the shape. */
  private static void show(Yaml value, Shape shape, String path, Set<String> shown) {
    switch (shape) {
      case Section section when value instanceof Yaml.Mapping map ->
          section
              .keys()
              .forEach(key -> {
                Yaml.Entry entry = map.entries().get(key.name());
                if (entry != null) {
                  String inner = path + "." + key.name();
                  shown.add(inner);
                  show(entry.value(), key.shape(), inner, shown);
                }
              });
      case Items items when value instanceof Yaml.Sequence list ->
          list.items().forEach(item -> show(item, items.item(), path, shown));
      case Entries entries when value instanceof Yaml.Mapping map ->
          map.entries()
              .values()
              .forEach(entry -> show(entry.value(), entries.value(), path + ".*", shown));
      case Either either -> either.shapes().forEach(one -> show(value, one, path, shown));
      default -> {}
    }
  }
}
