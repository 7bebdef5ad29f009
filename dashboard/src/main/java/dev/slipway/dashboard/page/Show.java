package dev.slipway.dashboard.page;

import dev.slipway.core.build.BuildState;
import dev.slipway.core.source.Forge;
import dev.slipway.dashboard.api.BuildTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How values are written for people. The browser goes on where times pass (time.js). */
public final class Show {
  private static final DateTimeFormatter ABSOLUTE =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final Pattern CAPITALIZABLE = Pattern.compile("^\\p{Ll}+([ ,.:;]|$)");

  private Show() {}

  /** {@code 850 ms}, {@code 4.2 s}, {@code 3 min 05 s}, {@code 1 h 02 min}. */
  public static String duration(Duration length) {
    Duration duration = length.isNegative() ? Duration.ZERO : length;
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return duration.toMillis() + " ms";
    }
    if (duration.compareTo(Duration.ofSeconds(10)) < 0) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
      return duration.toSeconds() + " s";
    }
    return duration.compareTo(Duration.ofHours(1)) < 0
        ? "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart())
        : "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart());
  }

  /** From one time to another, or to now where it has not come yet. */
  public static String duration(Instant from, @Nullable Instant to, Instant now) {
    return duration(Duration.between(from, to == null ? now : to));
  }

  /** How long a build ran; empty when it did not. */
  public static String duration(BuildState state, Instant now) {
    BuildTimes times = BuildTimes.of(state);
    return times.startedAt() == null ? "" : duration(times.startedAt(), times.finishedAt(), now);
  }

  /** {@code just now}, {@code 3 minutes ago}, {@code 2 days ago}. */
  public static String ago(Instant at, Instant now) {
    Duration age = Duration.between(at, now);
    if (age.compareTo(Duration.ofSeconds(45)) < 0) {
      return "just now";
    }
    if (age.compareTo(Duration.ofMinutes(60)) < 0) {
      return count(Math.max(1, Math.round(age.toSeconds() / 60.0)), "minute");
    }
    return age.compareTo(Duration.ofHours(24)) < 0
        ? count(age.toHours(), "hour")
        : count(age.toDays(), "day");
  }

  private static String count(long number, String unit) {
    return number(number, unit) + " ago";
  }

  public static String absolute(Instant at) {
    return ABSOLUTE.format(at);
  }

  /** For a {@code datetime} attribute. */
  public static String machine(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** The first twelve digits of a digest, as engines quote it. */
  public static String digest(String digest) {
    int colon = digest.indexOf(':');
    return digest.substring(colon + 1, Math.min(digest.length(), colon + 13));
  }

  /** {@code 41.3 MB}, in powers of ten as registries count. */
  public static String size(long bytes) {
    if (bytes < 1_000_000) {
      return Math.max(1, bytes / 1000) + " kB";
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1_000_000.0)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1_000_000_000.0);
  }

  /**
   * With a capital first letter: reasons and hints are written to follow a colon. One that begins
   * with the name of a thing keeps it as it is.
   */
  public static String sentence(String text) {
    return CAPITALIZABLE.matcher(text).find()
        ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1)
        : text;
  }

  /** How a forge calls itself. */
  public static String forge(Forge forge) {
    return switch (forge) {
      case GITHUB -> "GitHub";
      case GITLAB -> "GitLab";
      case BITBUCKET -> "Bitbucket Cloud";
      case BITBUCKET_SERVER -> "Bitbucket Data Center";
      case GITEA -> "Gitea";
      case FORGEJO -> "Forgejo";
      case GITEE -> "Gitee";
      case GIT -> "plain git server";
    };
  }

  /** {@code 12,034}. */
  public static String grouped(long count) {
    return String.format(Locale.ENGLISH, "%,d", count);
  }

  /** {@code 1 build}, {@code 3 builds}. */
  public static String number(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }

  /** An id's word as a word: {@code rolled_back} as {@code rolled back}. */
  public static String word(String id) {
    return id.replace('_', ' ');
  }
}
