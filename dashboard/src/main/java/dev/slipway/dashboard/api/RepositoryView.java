package dev.slipway.dashboard.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.core.Glob;
import dev.slipway.core.source.Connection;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.Triggers;
import dev.slipway.dashboard.Site;
import dev.slipway.dashboard.http.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A repository as the API tells it.
 *
 * @param reportProblem why statuses and comments could last not be set at its forge; only told of a
 *     single repository
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
    TriggersView triggers,
    List<String> labels,
    List<String> syncTo,
    @Nullable ConnectionView connection,
    @Nullable String createdAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reportProblem,
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
        PipelineView.of(repository),
        TriggersView.of(repository.triggers()),
        repository.labels().names(),
        repository.syncTo().stream().map(Glob::text).toList(),
        repository.connection() == null ? null : ConnectionView.of(repository.connection()),
        Json.time(repository.createdAt()),
        null,
        secret);
  }

  /** The same with why its forge could not be told the last time, if that is so. */
  RepositoryView withReportProblem(Optional<String> problem) {
    return new RepositoryView(
        id,
        forge,
        name,
        cloneUrl,
        defaultBranch,
        enabled,
        webhookUrl,
        pipeline,
        triggers,
        labels,
        syncTo,
        connection,
        createdAt,
        problem.orElse(null),
        webhookSecret);
  }

  /** What to enter at the forge. */
  static String webhookUrl(Repository repository, Site site) {
    return site.url("/webhooks/" + repository.forge().slug() + "/" + repository.id());
  }

  /**
   * Where the pipeline is described.
   *
   * @param source {@code inline}: here, at every commit. {@code file}: in the repository, where a
   *     commit that lacks the file gets what can be inferred from its Dockerfile; which of the two
   *     it was stands in each build's log
   * @param text what is described here
   */
  record PipelineView(
      String source, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String text) {
    static PipelineView of(Repository repository) {
      return new PipelineView(
          repository.pipeline() == null ? "file" : "inline", repository.pipeline());
    }
  }

  /** What of it is built; patterns that begin with {@code !} exclude. */
  record TriggersView(
      List<String> events,
      List<String> branches,
      List<String> tags,
      String forks,
      List<String> members) {
    static TriggersView of(Triggers triggers) {
      return new TriggersView(
          triggers.events().stream().sorted().map(Triggers.Event::id).toList(),
          triggers.branches().patterns(),
          triggers.tags().patterns(),
          triggers.forks().id(),
          triggers.members().stream().sorted().toList());
    }
  }

  /**
   * How its forge is reached.
   *
   * @param hookInstalled whether Slipway installed the webhook; a person did otherwise, or nobody
   */
  record ConnectionView(String account, boolean hookInstalled) {
    static ConnectionView of(Connection connection) {
      return new ConnectionView(connection.account().value(), !connection.hookId().isEmpty());
    }
  }
}
