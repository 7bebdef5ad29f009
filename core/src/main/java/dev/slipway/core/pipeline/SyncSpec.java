package dev.slipway.core.pipeline;

import dev.slipway.core.Glob;
import java.util.List;
import java.util.Set;

/**
 * One entry of {@code sync}: where else an image is to be.
 *
 * @param to {@code HOST/PATH} of the repository
 * @param build which image
 * @param tags globs of which one matches; all that the build pushed where there is none
 * @param platforms of an index; empty for all
 * @param referrers whether signatures, SBOMs and attestations go along
 * @param immutable tags there that are never overwritten
 */
public record SyncSpec(
    String to,
    String build,
    List<Glob> tags,
    Set<String> platforms,
    boolean referrers,
    List<Glob> immutable) {
  public SyncSpec {
    tags = List.copyOf(tags);
    platforms = Set.copyOf(platforms);
    immutable = List.copyOf(immutable);
  }

  /** Those of the tags that are meant. */
  public List<String> select(List<String> pushed) {
    return tags.isEmpty()
        ? pushed
        : pushed.stream().filter(tag -> tags.stream().anyMatch(glob -> glob.matches(tag))).toList();
  }
}
