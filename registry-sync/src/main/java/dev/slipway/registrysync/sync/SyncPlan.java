package dev.slipway.registrysync.sync;

import dev.slipway.core.sync.SyncState.Problem;
import dev.slipway.registrysync.oci.Digest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What following a rule would do now.
 *
 * @param images all that the rule means
 * @param missing blobs that would be sent at most, with their sizes in bytes
 * @param problems images that cannot be, or must not be, as the rule says
 * @param warnings what whoever made the rule should know
 */
public record SyncPlan(
    List<Image> images, Map<Digest, Long> missing, List<Problem> problems, List<String> warnings) {
  public SyncPlan {
    images = List.copyOf(images);
    missing = Map.copyOf(missing);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /**
   * One tag.
   *
   * @param source what it leads to at the source
   * @param wanted what it is to lead to at the destination: the same, or an index of some of its
   *     platforms
   * @param before what it leads to there; null where it is not there
   */
  public record Image(String tag, Digest source, Digest wanted, @Nullable Digest before) {
    public boolean changes() {
      return !wanted.equals(before);
    }
  }

  /** How much would be sent at most. */
  public long bytes() {
    return missing.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Those that would be copied. */
  public List<Image> changing() {
    return images.stream().filter(Image::changes).toList();
  }
}
