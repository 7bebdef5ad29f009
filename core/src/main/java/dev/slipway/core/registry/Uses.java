package dev.slipway.core.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every image was needed for in one moment. Images are known by their digests: the same image
 * in another repository counts as the same.
 *
 * @param byDigest what needs each image; images that nothing needs are not in it
 * @param lastDeployed when each image was last handed to a rollout, as far as releases are known
 * @param unknown what could not be asked and may need any image, in words with what to do next;
 *     while there is one, nothing can be said to be needed by nobody
 */
public record Uses(
    Map<String, List<ImageUse>> byDigest, Map<String, Instant> lastDeployed, List<String> unknown) {
  public static final Uses NONE = new Uses(Map.of(), Map.of(), List.of());

  public Uses {
    byDigest = Map.copyOf(byDigest);
    lastDeployed = Map.copyOf(lastDeployed);
    unknown = List.copyOf(unknown);
  }

  /** What needs the image itself. */
  public List<ImageUse> of(String digest) {
    return byDigest.getOrDefault(digest, List.of());
  }

  /** Empty where it never was, or so long ago that nobody knows. */
  public Optional<Instant> lastDeployed(String digest) {
    return Optional.ofNullable(lastDeployed.get(digest));
  }
}
