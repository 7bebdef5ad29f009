package dev.slipway.config.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.slipway.config.shape.Check;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Holds the schema against the parser. What only a later version carries out has a place in the
 * schema, and the parser's notes about that do not count here.
 */
class SchemaTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(PipelineFormat.schema(), InputFormat.JSON);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void isASchemaOfItsDraft() {
    Schema draft =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    SpecificationVersion.DRAFT_2020_12.getDialectId()));
    assertThat(draft.validate(PipelineFormat.schema(), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void bothTake(String document) throws Exception {
    assertThat(refusals(document)).as("the schema on " + document).isEmpty();
    assertThat(problems(document)).as("the parser on " + document).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void bothRefuse(String document) throws Exception {
    assertThat(problems(document)).as("the parser on " + document).isNotEmpty();
    assertThat(refusals(document)).as("the schema on " + document).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void onlyTheParserCanRefuse(String line) throws Exception {
    String document = line.substring(line.indexOf('|') + 1).strip();
    assertThat(problems(document)).as("the parser on " + document).isNotEmpty();
    assertThat(refusals(document)).as("the schema on " + document).isEmpty();
  }

  static List<String> bothTake() throws IOException {
    return documents("valid.txt");
  }

  static List<String> bothRefuse() throws IOException {
    return documents("invalid.txt");
  }

  static List<String> onlyTheParserCanRefuse() throws IOException {
    return documents("unknowable.txt");
  }

  /** What the schema has against a document, as an editor would find it. */
  static List<Error> refusals(String document) throws JsonProcessingException {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    Object tree = new Load(settings).loadFromString(document.replace("!tag ", ""));
    return SCHEMA.validate(JSON.writeValueAsString(tree), InputFormat.JSON);
  }

  /** What the parser has against a document, but for what it will carry out later. */
  static List<Problem> problems(String document) {
    return switch (Read.read(document)) {
      case Reading.Valid _ -> List.of();
      case Reading.Invalid(List<Problem> problems) ->
          problems.stream().filter(problem -> !Check.isNotYet(problem.message())).toList();
    };
  }

  private static List<String> documents(String file) throws IOException {
    try (InputStream lines = SchemaTest.class.getResourceAsStream(file)) {
      assertThat(lines).as(file).isNotNull();
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .toList();
    }
  }
}
