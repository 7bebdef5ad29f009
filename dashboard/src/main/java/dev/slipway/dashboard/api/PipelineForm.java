package dev.slipway.dashboard.api;

import dev.slipway.core.InvalidValueException;
import dev.slipway.dashboard.http.Fields;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a repository's pipeline is to be described, as a caller says it. */
final class PipelineForm {
  private static final String INLINE = "inline";
  private static final Set<String> SOURCES = Set.of("file", INLINE, "inferred");

  private PipelineForm() {}

  /**
   * The text to keep; null where the repository decides. What is not said stays.
   *
   * @param before the text that is kept now
   */
  static @Nullable String read(@Nullable Fields fields, @Nullable String before) {
    if (fields == null) {
      return before;
    }
    fields.allow(Set.of("source", "text"));
    String source = fields.required("source", PipelineForm::known);
    String text = fields.text("text");
    if (!INLINE.equals(source)) {
      return null;
    }
    if (text == null && before == null) {
      fields.problem("text", "is missing", "send what is to count as the pipeline file");
    }
    // Browsers send line ends as terminals of old did.
    return text == null ? before : text.replace("\r\n", "\n");
  }

  private static String known(String source) {
    if (!SOURCES.contains(source)) {
      throw new InvalidValueException(
          "\"" + source + "\" is no source; write inline with a text, or file");
    }
    return source;
  }
}
