package dev.slipway.core.retention;

import dev.slipway.core.Glob;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.sync.SyncRule.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is kept of a repository of the own registry although nothing needs it. Without a rule
 * everything is.
 *
 * @param repository within the registry, such as {@code acme/shop}; {@link #ALL_OTHERS} for those
 *     that have no rule of their own
 * @param cleans whether the registry gives the space back at once, where it is ours to clean
 * @param schedule when it is carried out, besides by hand
 */
public record RetentionRule(String repository, Keep keep, boolean cleans, Trigger schedule) {
  public static final String ALL_OTHERS = "*";

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");
  private static final int LONGEST = 255;

  public RetentionRule {
    if (!repository.equals(ALL_OTHERS)
        && (repository.length() > LONGEST || !NAME.matcher(repository).matches())) {
      throw new InvalidValueException(
          "\""
              + repository
              + "\" is no repository of the registry; write its path, such as acme/shop, or *"
              + " for all that have no rule of their own");
    }
    if (keep.nothing()) {
      throw new InvalidValueException(
          "a rule has to keep something; say how many of the newest, how young, how lately"
              + " deployed, or which tags");
    }
  }

  /**
   * What is kept: an image goes only when nothing here keeps it, and nothing needs it.
   *
   * @param newest how many images with tags, by the time they were made
   * @param youngerThan images of less than this age
   * @param deployedWithin images that were deployed within this time
   * @param tags images that one of these tags leads to
   */
  public record Keep(int newest, Duration youngerThan, Duration deployedWithin, List<Glob> tags) {
    public static final Keep NOTHING = new Keep(0, Duration.ZERO, Duration.ZERO, List.of());

    public Keep {
      tags = List.copyOf(tags);
      if (newest < 0 || youngerThan.isNegative() || deployedWithin.isNegative()) {
        throw new InvalidValueException(
            "\"newest\", \"younger_than\" and \"deployed_within\" cannot be below 0");
      }
    }

    boolean nothing() {
      return equals(NOTHING);
    }
  }
}
