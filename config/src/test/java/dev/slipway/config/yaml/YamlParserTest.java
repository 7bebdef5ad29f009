package dev.slipway.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlParserTest {
  @Test
  void everyValueKnowsItsPlace() {
    Yaml.Mapping root = (Yaml.Mapping) parse("name: shop\ndeploy:\n  port: 8080\n");
    Yaml.Scalar port = new Yaml.Scalar("8080", Yaml.Type.NUMBER, new Position(3, 9));
    assertThat(root.entries())
        .containsEntry(
            "deploy",
            new Yaml.Entry(
                new Position(2, 1),
                new Yaml.Mapping(
                    Map.of("port", new Yaml.Entry(new Position(3, 3), port)), new Position(3, 3))));
  }

  @Test
  void anEmptyFileIsAnEmptyMap() {
    assertThat(parse("")).isEqualTo(new Yaml.Mapping(Map.of(), Position.START));
  }

  @Test
  void onStaysAWordAsInYaml12() {
    Yaml.Mapping root = (Yaml.Mapping) parse("on: push\n");
    assertThat(root.entries()).containsKey("on");
  }

  @ParameterizedTest
  @CsvSource({
    "'a: 1\na: 2\n', stands here twice, 2",
    "'x: &x {a: 1}\ny:\n  <<: *x\n', merging, 3",
    "'a: \"open\n', this is no YAML, 2",
    "'[a, b]: c\n', a key must be a plain word, 1",
    "'a:\n  b: !x c\n', the tag `!x` means nothing here, 2",
    "'a: !!set {b}\n', means nothing here, 1",
    "'x: &x {a: 1}\n!!merge y: *x\n', means nothing here, 2",
    "'a: [${B}]\n', this is no YAML, 1"
  })
  void refusesWithPlaceAndReason(String text, String message, int line) {
    Problems problems = new Problems();
    YamlParser.parse(text.getBytes(StandardCharsets.UTF_8), problems);
    assertThat(problems.all()).hasSize(1);
    assertThat(problems.all().getFirst().message()).contains(message);
    assertThat(problems.all().getFirst().line()).isEqualTo(line);
  }

  @Test
  void anAnchorThatContainsItselfIsRefused() {
    assertRefused("a: &a [*a]\n");
  }

  @Test
  void aliasesThatMultiplyAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String ref = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, (ref + ", ").repeat(8) + ref));
    }
    assertRefused(bomb.toString());
  }

  @Test
  void fiftyAliasesAreEnough() {
    assertThat(parse("a: &a x\nb: [" + "*a, ".repeat(50) + "]\n")).isInstanceOf(Yaml.Mapping.class);
    assertRefused("a: &a x\nb: [" + "*a, ".repeat(51) + "]\n");
  }

  @Test
  void singleValuesAreWhatEveryReaderTakesThemFor() {
    Yaml.Mapping root =
        (Yaml.Mapping) parse("a: 1\nb: 0x1f\nc: 1.5\nd: yes\ne: True\nf: '1'\ng: ~\nh:\ni: .inf\n");
    assertThat(root.entries().values())
        .extracting(entry -> ((Yaml.Scalar) entry.value()).type())
        .containsExactly(
            Yaml.Type.NUMBER,
            Yaml.Type.NUMBER,
            Yaml.Type.NUMBER,
            Yaml.Type.TEXT,
            Yaml.Type.TRUTH,
            Yaml.Type.TEXT,
            Yaml.Type.NOTHING,
            Yaml.Type.NOTHING,
            Yaml.Type.NUMBER);
  }

  @Test
  void nestingWithoutEndIsRefused() {
    assertRefused("a: " + "[".repeat(60) + "]".repeat(60));
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    Problems problems = new Problems();
    assertThat(YamlParser.parse(new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe}, problems))
        .isEmpty();
    assertThat(problems.all()).hasSize(1);
  }

  private static void assertRefused(String text) {
    Problems problems = new Problems();
    YamlParser.parse(text.getBytes(StandardCharsets.UTF_8), problems);
    assertThat(problems.all()).hasSize(1);
  }

  private static Yaml parse(String text) {
    Problems problems = new Problems();
    Yaml yaml = YamlParser.parse(text.getBytes(StandardCharsets.UTF_8), problems).orElseThrow();
    assertThat(problems.all()).isEmpty();
    return yaml;
  }
}
