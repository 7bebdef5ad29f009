package dev.slipway.builder.image;

import dev.slipway.builder.image.SolveStatus.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes lines of how parts of operations get on, such as the download or unpacking of a layer: one
 * when it is done, and before that one every few seconds. Used by one thread.
 */
final class PartProgress {
  private static final Duration PACE = Duration.ofSeconds(5);

  private final Set<String> completed = new HashSet<>();
  private final Map<String, Instant> toldAt = new HashMap<>();

  /** What is to be told; null for nothing. */
  @Nullable String line(Progress part) {
    String key = part.vertex() + part.id();
    if (part.completedAt() != null) {
      return completed.add(key) ? part.id() + size(part) + time(part) : null;
    }
    Instant at = part.at();
    if (at == null || part.total() <= 0) {
      return null;
    }
    Instant last = toldAt.putIfAbsent(key, at);
    if (last == null || Duration.between(last, at).compareTo(PACE) < 0) {
      return null;
    }
    toldAt.put(key, at);
    return part.id() + " " + Bytes.text(part.current()) + " of " + Bytes.text(part.total());
  }

  private static String size(Progress part) {
    return part.total() > 0 ? " " + Bytes.text(part.total()) : "";
  }

  private static String time(Progress part) {
    if (part.startedAt() == null || part.completedAt() == null) {
      return "";
    }
    long millis = Duration.between(part.startedAt(), part.completedAt()).toMillis();
    return millis < 100 ? "" : String.format(Locale.ROOT, " in %.1f s", millis / 1000.0);
  }
}
