package dev.slipway.dashboard.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.Site;
import dev.slipway.dashboard.http.Json;
import org.jspecify.annotations.Nullable;

/**
 * A repository as the API tells it.
 *
 * @param webhookSecret only in the answer that made it, and only where Slipway made it up
 */
record RepositoryView(
    String id,
    String forge,
    String name,
    String cloneUrl,
    String defaultBranch,
    boolean enabled,
    String webhookUrl,
    PipelineView pipeline,
    @Nullable String createdAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String webhookSecret) {

  static RepositoryView of(Repository repository, Site site, @Nullable String secret) {
    return new RepositoryView(
        repository.id().value(),
        repository.forge().id(),
        repository.name().value(),
        repository.cloneUrl().toString(),
        repository.defaultBranch(),
        repository.enabled(),
        webhookUrl(repository, site),
        PipelineView.OF_EVERY_REPOSITORY,
        Json.time(repository.createdAt()),
        secret);
  }

  /** What to enter at the forge. */
  static String webhookUrl(Repository repository, Site site) {
    return site.url("/webhooks/" + repository.forge().slug() + "/" + repository.id());
  }

  /**
   * Where the pipeline is described.
   *
   * @param source {@code file}: in the repository, where a commit that lacks the file gets what can
   *     be inferred from its Dockerfile; which of the two it was stands in each build's log
   */
  record PipelineView(String source) {
    /** Nothing is described in Slipway itself, so far. */
    static final PipelineView OF_EVERY_REPOSITORY = new PipelineView("file");
  }
}
