package dev.slipway.config.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader.Context;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryName;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads texts as pipeline files of one commit. */
final class Read {
  static final Context MAIN =
      new Context(
          new RepositoryName("acme/shop"),
          GitRef.ofBranch("main"),
          new CommitSha("0123456789abcdef0123456789abcdef01234567"),
          7);

  private Read() {}

  static Pipeline valid(String file) {
    return switch (read(file)) {
      case Reading.Valid(Pipeline pipeline) -> pipeline;
      case Reading.Invalid(List<Problem> problems) ->
          throw new AssertionError(file + "\nis refused: " + problems);
    };
  }

  static List<Problem> problems(String file) {
    Reading reading = read(file);
    assertThat(reading).as(file).isInstanceOf(Reading.Invalid.class);
    return ((Reading.Invalid) reading).problems();
  }

  static Reading read(String file) {
    return new PipelineFile().read(file.getBytes(StandardCharsets.UTF_8), MAIN);
  }
}
