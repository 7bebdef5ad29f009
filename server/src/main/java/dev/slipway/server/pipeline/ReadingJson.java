package dev.slipway.server.pipeline;

import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.PipelineSummary;
import dev.slipway.core.pipeline.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a check found, for programs; problems look as they do in the API. */
final class ReadingJson {
  private ReadingJson() {}

  static String of(String file, Reading reading) {
    JsonObject answer = new JsonObject().put("file", file);
    return switch (reading) {
      case Reading.Valid(Pipeline pipeline) ->
          answer
              .put("valid", true)
              .put("problems", new JsonArray())
              .put("summary", new JsonArray(PipelineSummary.of(pipeline)))
              .put("secrets", new JsonArray(List.copyOf(pipeline.secrets())))
              .encode();
      case Reading.Invalid(List<Problem> problems) ->
          answer.put("valid", false).put("problems", all(problems)).encode();
    };
  }

  private static JsonArray all(List<Problem> problems) {
    JsonArray all = new JsonArray();
    for (Problem problem : problems) {
      all.add(
          new JsonObject()
              .put("path", problem.path())
              .put("line", problem.line())
              .put("column", problem.column())
              .put("message", problem.message())
              .put("hint", problem.hint()));
    }
    return all;
  }
}
