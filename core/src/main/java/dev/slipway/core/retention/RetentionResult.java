package dev.slipway.core.retention;

import dev.slipway.core.registry.RegistryCleaning.Freed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of carrying rules out.
 *
 * @param removed manifests, in the order in which they went; the first {@link #MOST_TOLD}
 * @param removedCount how many went
 * @param kept how many stayed as the rules say
 * @param skipped what stayed although it was to go, and why; the first {@link #MOST_TOLD}
 * @param bytes of blobs that nothing in the registry names any more
 * @param freed what the registry gave back; null where it was not cleaned
 * @param note what whoever reads it should know besides; may be empty
 * @param problems what went wrong, in words with what to do; empty when nothing did
 */
public record RetentionResult(
    List<Removed> removed,
    int removedCount,
    int kept,
    List<Skipped> skipped,
    long bytes,
    @Nullable Freed freed,
    String note,
    List<String> problems) {
  /** What is told by name. */
  public static final int MOST_TOLD = 500;

  public RetentionResult {
    removed = removed.stream().limit(MOST_TOLD).toList();
    skipped = skipped.stream().limit(MOST_TOLD).toList();
    problems = List.copyOf(problems);
  }

  /** Nothing was done, and this is why. */
  public static RetentionResult failed(String problem) {
    return new RetentionResult(List.of(), 0, 0, List.of(), 0, null, "", List.of(problem));
  }

  /** One that went, with the tags that led to it. */
  public record Removed(String repository, String digest, List<String> tags) {
    public Removed {
      tags = List.copyOf(tags);
    }
  }

  /**
   * One that stayed.
   *
   * @param digest empty for the whole repository
   */
  public record Skipped(String repository, String digest, String because) {}
}
