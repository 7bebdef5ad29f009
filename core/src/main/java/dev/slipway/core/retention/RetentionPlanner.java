package dev.slipway.core.retention;

import dev.slipway.core.registry.RegistryException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what the rules would remove. Safe for concurrent use. */
public interface RetentionPlanner {
  /**
   * Looks, and removes nothing.
   *
   * @param scope as in {@link RetentionRun#scope}
   * @throws RegistryException when the registry cannot be read, or no rule holds
   */
  Plan plan(String scope) throws RegistryException, InterruptedException;

  /**
   * What would go.
   *
   * @param bytes of blobs that nothing that stays in the registry names
   * @param cleans whether the registry would give them back at once
   * @param problems why some of it cannot be decided, in words with what to do
   */
  record Plan(
      List<RepositoryPlan> repositories, long bytes, boolean cleans, List<String> problems) {
    public Plan {
      repositories = List.copyOf(repositories);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Of one repository.
   *
   * @param rule the name of the one that holds
   */
  record RepositoryPlan(String repository, String rule, List<Image> images) {
    public RepositoryPlan {
      images = List.copyOf(images);
    }
  }

  /**
   * One manifest.
   *
   * @param tags that lead to it
   * @param created null where nobody knows
   * @param because why it is kept, without a full stop; empty where it goes
   * @param bytes of its blobs, also of those that others have as well
   */
  record Image(
      String digest, List<String> tags, @Nullable Instant created, String because, long bytes) {
    public Image {
      tags = List.copyOf(tags);
    }

    public boolean goes() {
      return because.isEmpty();
    }
  }
}
