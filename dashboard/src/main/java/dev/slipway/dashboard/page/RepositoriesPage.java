package dev.slipway.dashboard.page;

import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.api.RepositoriesApi;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The repositories, and the form to add one.
 *
 * @param webhookUrls by repository id
 * @param added what was added just now, with its secret to be shown once; null otherwise
 * @param sent what the form held when it was refused; empty otherwise
 * @param problems why it was refused
 */
public record RepositoriesPage(
    List<Repository> repositories,
    Map<String, String> webhookUrls,
    RepositoriesApi.@Nullable Added added,
    Map<String, String> sent,
    List<Problem> problems) {

  public List<Forge> forges() {
    return List.of(Forge.values());
  }

  /** What a field of the refused form held. */
  public String sent(String field) {
    return sent.getOrDefault(field, "");
  }

  /** What is wrong with a field; null when nothing is. */
  public @Nullable String problem(String field) {
    return problems.stream()
        .filter(problem -> problem.path().equals(field))
        .findFirst()
        .map(problem -> problem.message())
        .orElse(null);
  }

  /** What is wrong apart from single fields. */
  public List<Problem> others() {
    return problems.stream().filter(problem -> problem.path().isEmpty()).toList();
  }
}
