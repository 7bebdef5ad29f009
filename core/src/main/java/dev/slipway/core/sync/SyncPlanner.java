package dev.slipway.core.sync;

import dev.slipway.core.registry.RegistryException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what following a rule would do. Safe for concurrent use. */
public interface SyncPlanner {
  /**
   * Asks both registries and changes nothing.
   *
   * @throws RegistryException when not even the tags can be listed
   */
  Plan plan(SyncRule rule) throws RegistryException, InterruptedException;

  /**
   * What following a rule would do now.
   *
   * @param images all that the rule means, in the order of their tags
   * @param bytes that would be sent at most
   * @param problems images that cannot be, or must not be, as the rule says
   * @param warnings what whoever made the rule should know
   */
  record Plan(
      List<Image> images, long bytes, List<SyncState.Problem> problems, List<String> warnings) {
    public Plan {
      images = List.copyOf(images);
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * One tag.
   *
   * @param digest what it is to lead to at the destination
   * @param before what it leads to there; null where it is not there
   */
  record Image(String tag, String digest, @Nullable String before) {
    public boolean changes() {
      return !digest.equals(before);
    }
  }
}
