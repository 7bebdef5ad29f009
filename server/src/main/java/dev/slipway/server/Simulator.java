package dev.slipway.server;

import dev.slipway.builder.PipelineVerdict;
import dev.slipway.builder.checkout.GitSources;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.Simulations;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Repositories;
import dev.slipway.webhook.RulesSimulation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks the receiver's rules first, and then the pipeline file, as a push would. */
final class Simulator implements Simulations {
  private final Repositories repositories;
  private final RulesSimulation rules;
  private final PipelineVerdict pipelines;
  private final GitSources sources;

  Simulator(
      Repositories repositories,
      RulesSimulation rules,
      PipelineVerdict pipelines,
      GitSources sources) {
    this.repositories = repositories;
    this.rules = rules;
    this.pipelines = pipelines;
    this.sources = sources;
  }

  /** At hand is what this machine fetched: a page waits for no git server. */
  @Override
  public Optional<String> pipelineFile(Delivery delivery) {
    List<CommitSha> commits =
        delivery.changes().stream().flatMap(each -> toBuild(each.change())).distinct().toList();
    return commits.size() != 1
        ? Optional.empty()
        : repositories
            .find(delivery.repositoryId())
            .flatMap(found ->
                sources.kept(
                    found, commits.getFirst(), PipelineReader.FILE, PipelineReader.LARGEST))
            .map(file -> new String(file, StandardCharsets.UTF_8));
  }

  private static Stream<CommitSha> toBuild(Change change) {
    return switch (change) {
      case Change.Push push -> Stream.of(push.head().sha());
      case Change.Tag tag -> Stream.of(tag.head().sha());
      case Change.PullRequest pull -> Stream.of(pull.head().sha());
      case Change.PullRequestClosed _, Change.RefDeleted _ -> Stream.empty();
    };
  }

  @Override
  public List<Simulated> simulate(Delivery delivery, @Nullable String pipeline) {
    return rules.of(delivery).stream()
        .map(ruled ->
            new Simulated(
                ruled.change(),
                ruled.outcomes(),
                ruled.wouldBuild() ? verdict(delivery, ruled, pipeline) : null))
        .toList();
  }

  private @Nullable Verdict verdict(
      Delivery delivery, RulesSimulation.Ruled ruled, @Nullable String pipeline) {
    return repositories
        .find(delivery.repositoryId())
        .map(found -> pipelines.of(found, ruled.change(), pipeline, new Cancellation()))
        .orElse(null);
  }
}
