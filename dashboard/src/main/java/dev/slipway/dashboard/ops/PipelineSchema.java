package dev.slipway.dashboard.ops;

import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;

/**
 * The JSON Schema of the pipeline file, for editors wherever they run: anybody may read it, from
 * pages of other sites too.
 */
public final class PipelineSchema {
  private static final String TYPE = "application/schema+json";

  private final String text;

  public PipelineSchema(String text) {
    this.text = text;
  }

  public Answer show(Call call) {
    return Answer.of(200, TYPE, text)
        .with("Access-Control-Allow-Origin", "*")
        .with("Cache-Control", "max-age=300");
  }
}
