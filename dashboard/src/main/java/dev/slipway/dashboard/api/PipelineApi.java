package dev.slipway.dashboard.api;

import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.PipelineSummary;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what pipeline files mean, while they are being written. Safe for concurrent use. */
public final class PipelineApi {
  /** Stands for the commit, which nobody has made yet. */
  private static final CommitSha ANY = new CommitSha("0123456789abcdef0123456789abcdef01234567");

  private static final RepositoryName SOME = new RepositoryName("owner/app");

  private final Repositories repositories;
  private final PipelineReader reader;

  public PipelineApi(Repositories repositories, PipelineReader reader) {
    this.repositories = repositories;
    this.reader = reader;
  }

  /** Reads a text as the pipeline file of a repository, or of any. */
  public Answer validate(Call call) {
    Fields fields = call.fields().allow(Set.of("text", "repository", "csrf"));
    String text = fields.text("text");
    if (text == null) {
      fields.problem("text", "is missing", "send the file's text; it may be empty");
    }
    String id = fields.text("repository");
    fields.check();
    return Answer.json(200, ReadView.of(read(text, id == null ? null : known(call, id))));
  }

  private Repository known(Call call, String id) {
    return repositories
        .find(new RepositoryId(id))
        .filter(found -> call.caller().principal().sees(found.id()))
        .orElseThrow(() -> ProblemException.notFound("repository", id));
  }

  /**
   * Reads a text.
   *
   * @param text null where there is no file
   * @param repository null for any
   */
  public Reading read(@Nullable String text, @Nullable Repository repository) {
    byte[] file = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    var context =
        repository == null
            ? new PipelineReader.Context(SOME, GitRef.ofBranch("main"), ANY, 1)
            : new PipelineReader.Context(repository.name(), repository.defaultRef(), ANY, 1);
    return reader.read(file, context);
  }

  /**
   * What a text means.
   *
   * @param effective what would be done, line by line; empty where the text is not valid
   */
  record ReadView(boolean valid, List<Problem> problems, List<String> effective) {
    static ReadView of(Reading reading) {
      return switch (reading) {
        case Reading.Valid(var pipeline) ->
            new ReadView(true, List.of(), PipelineSummary.of(pipeline));
        case Reading.Invalid(var problems) ->
            new ReadView(false, new ArrayList<>(problems), List.of());
      };
    }
  }
}
