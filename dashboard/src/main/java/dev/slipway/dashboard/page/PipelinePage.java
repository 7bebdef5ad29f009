package dev.slipway.dashboard.page;

import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.PipelineSummary;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.source.Repository;
import java.util.List;

/**
 * The pipeline of a repository, to be looked at and changed.
 *
 * @param text to begin with
 * @param reading what it means
 * @param file the file of the newest commit that is here; empty where there is none, or none is
 *     here
 * @param commit that commit, abbreviated; empty for none
 * @param saved whether it was changed just now
 */
public record PipelinePage(
    Repository repository,
    String text,
    Reading reading,
    String file,
    String commit,
    boolean saved) {
  /** Whether Slipway keeps the pipeline. */
  public boolean kept() {
    return repository.pipeline() != null;
  }

  /** What is wrong with the text. */
  public List<Problem> problems() {
    return reading instanceof Reading.Invalid(var problems) ? problems : List.of();
  }

  /** What would be done, line by line. */
  public List<String> effective() {
    return reading instanceof Reading.Valid(var pipeline)
        ? PipelineSummary.of(pipeline)
        : List.of();
  }

  /** What is wrong, as a sentence. */
  public String verdict() {
    return problems().isEmpty() ? "Valid" : Show.number(problems().size(), "problem");
  }
}
