package dev.slipway.dashboard.page;

import dev.slipway.core.build.Build;
import dev.slipway.dashboard.api.LinePlace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a queued build stands, in words.
 *
 * @param behind the build before it; null for the first, or when that one is gone
 */
public record PlaceInLine(LinePlace place, @Nullable Build behind) {
  private static final List<String> ORDINALS =
      List.of("Next", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth");

  private static final Duration SOON = Duration.ofSeconds(1);

  /** {@code Third in the queue, behind shop #41}; what is expected of it is said beside that. */
  public String sentence() {
    String where = ordinal(place.ahead()) + " in the queue";
    if (behind != null) {
      where += ", behind " + behind.request().repository().name() + " #" + behind.number();
    }
    return place.obstacle() == null ? where : where + ", but " + place.obstacle();
  }

  private static String ordinal(int ahead) {
    if (ahead < ORDINALS.size()) {
      return ORDINALS.get(ahead);
    }
    int position = ahead + 1;
    boolean teen = position % 100 > 10 && position % 100 < 14;
    String ending =
        teen
            ? "th"
            : switch (position % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return position + ending;
  }

  /** {@code in about 2 min}; says so when nobody knows. */
  public static String when(@Nullable Instant at, Instant now) {
    if (at == null) {
      return "unknown";
    }
    Duration left = Duration.between(now, at);
    return left.compareTo(SOON) <= 0 ? "any moment" : "in about " + about(left);
  }

  /** {@code 40 s}, {@code 3 min}, {@code 1 h 20 min}: an estimate is not told to the second. */
  static String about(Duration length) {
    if (length.compareTo(Duration.ofSeconds(55)) < 0) {
      return Math.max(5, Math.round(length.toSeconds() / 5.0) * 5) + " s";
    }
    long minutes = Math.max(1, Math.round(length.toSeconds() / 60.0));
    return minutes < 60 ? minutes + " min" : "%d h %02d min".formatted(minutes / 60, minutes % 60);
  }
}
