package dev.slipway.registrysync.sync;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.sync.SyncRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;
import org.semver4j.range.RangeList;
import org.semver4j.range.RangeListFactory;

/**
 * Selects tags as a rule says: those that satisfy its globs, its regular expression and its range
 * of versions, and of those the highest versions.
 */
public final class TagSelection {
  private static final int LONGEST_PATTERN = 200;

  /**
   * Tags that stand for digests, under which referrers are listed and signatures kept; they go with
   * their images, or not at all.
   */
  private static final Pattern FOR_A_DIGEST =
      Pattern.compile("sha(256|512)-[0-9a-f]{64,}(\\.[a-z]+)?");

  private final SyncRule.Tags tags;
  private final @Nullable Pattern regex;
  private final @Nullable RangeList range;

  /**
   * Reads what a rule says.
   *
   * @throws InvalidValueException when a pattern or a range is none
   */
  public TagSelection(SyncRule.Tags tags) {
    this.tags = tags;
    this.regex = tags.regex().isEmpty() ? null : regex(tags.regex());
    this.range = tags.semver().isEmpty() ? null : range(tags.semver());
  }

  private static Pattern regex(String text) {
    try {
      if (text.length() <= LONGEST_PATTERN) {
        return Pattern.compile(text);
      }
    } catch (PatternSyntaxException _) {
      // Answered below.
    }
    throw new InvalidValueException(
        "\"" + text + "\" is no regular expression, or one of over 200 characters");
  }

  private static RangeList range(String text) {
    RangeList range = RangeListFactory.create(text);
    if (range.get().isEmpty() || range.get().stream().anyMatch(List::isEmpty)) {
      throw new InvalidValueException(
          "\"" + text + "\" is no range of versions; write one such as >=1.2 <3 or ~2.1");
    }
    return range;
  }

  /** Those of the tags that are meant, in their order, or by version where only some are wanted. */
  List<String> of(List<String> all) {
    Stream<String> matching =
        all.stream().filter(tag -> !FOR_A_DIGEST.matcher(tag).matches()).filter(this::matches);
    return tags.latest() == 0
        ? matching.toList()
        : matching.sorted(HIGHEST_FIRST).limit(tags.latest()).toList();
  }

  /** Whether a tag satisfies all but the number of versions. */
  public boolean matches(String tag) {
    boolean glob =
        tags.globs().isEmpty() || tags.globs().stream().anyMatch(one -> one.matches(tag));
    return glob
        && (regex == null || regex.matcher(tag).matches())
        && (range == null || version(tag).filter(range::isSatisfiedBy).isPresent());
  }

  /** {@code v1.2} is 1.2.0; what has no number at its start is no version. */
  private static Optional<Semver> version(String tag) {
    String plain = tag.startsWith("v") ? tag.substring(1) : tag;
    Semver exact = Semver.parse(plain);
    if (exact != null) {
      return Optional.of(exact);
    }
    return SHORT.matcher(plain).matches()
        ? Optional.ofNullable(Semver.coerce(plain))
        : Optional.empty();
  }

  private static final Pattern SHORT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  /** Versions before other names, and those by the numbers in them. */
  private static final Comparator<String> HIGHEST_FIRST =
      Comparator.<String, Semver>comparing(
              tag -> version(tag).orElse(Semver.ZERO), Comparator.reverseOrder())
          .thenComparing(TagSelection::numbersPadded, Comparator.reverseOrder());

  private static String numbersPadded(String tag) {
    List<String> parts = new ArrayList<>();
    for (String part : tag.split("(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])", -1)) {
      boolean number = !part.isEmpty() && Character.isDigit(part.charAt(0));
      parts.add(number ? "0".repeat(Math.max(0, 20 - part.length())) + part : part);
    }
    return String.join("", parts);
  }
}
