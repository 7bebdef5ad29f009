package dev.slipway.dashboard.page;

import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.api.RepositoriesApi;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The repositories, and the form to add one by hand.
 *
 * @param added what was added just now, with its secret to be shown once; null otherwise
 * @param note what a person has to clean up after one was removed; empty otherwise
 * @param wanted a part of the names of those that are listed; empty for all
 */
public record RepositoriesPage(
    List<Repository> repositories,
    RepositoriesApi.@Nullable Added added,
    String note,
    SentForm form,
    String wanted) {
  public List<Forge> forges() {
    return List.of(Forge.values());
  }

  /** What the list says about a repository's webhook. */
  public static String hook(Repository repository) {
    if (repository.connection() == null) {
      return "webhook installed by hand";
    }
    return repository.connection().hookId().isEmpty()
        ? "connected, webhook installed by hand"
        : "connected";
  }
}
