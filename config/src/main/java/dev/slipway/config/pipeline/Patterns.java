package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Complaint;
import dev.slipway.config.shape.Form;
import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Items;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.core.Glob;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.NameFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Conditions on names: a pattern, a list of them, or a map of those that include and those that
 * exclude. Patterns that people write and that never match are refused with what to write instead.
 */
final class Patterns {
  /** Each is held against each changed path, and the file may be a stranger's. */
  private static final int MOST = 100;

  private static final int LONGEST = 255;
  private static final String ANYTHING = "[^\\x00]*";

  /** Something other than what Java counts as blank. */
  private static final String NOT_BLANK =
      "(?=[^\\x00]*[^\\s\\x1c-\\x1f\\u1680\\u2000-\\u200a\\u2028\\u2029\\u205f\\u3000])";

  private static final String FULL_BRANCH = "refs/heads/";

  static final Shape BRANCH =
      shape("branch", NOT_BLANK + "(?!!|refs/heads/)" + ANYTHING, Patterns::branchHint);
  static final Shape REF = shape("ref", NOT_BLANK + "(?=refs/|\\*)" + ANYTHING, Patterns::refHint);
  static final Shape PATH =
      shape("path", NOT_BLANK + "(?!!|/|\\./)" + ANYTHING + "[^\\x00/]", Patterns::pathHint);

  private final Problems problems;
  private int count;

  Patterns(Problems problems) {
    this.problems = problems;
  }

  /** The filter that a key describes; all names where it is absent. */
  NameFilter filter(Fields fields, String key) {
    return fields
        .mapping(key)
        .map(sides -> new NameFilter(globs(sides, "include"), globs(sides, "exclude")))
        .orElseGet(() -> new NameFilter(globs(fields, key), List.of()));
  }

  private List<Glob> globs(Fields fields, String key) {
    List<Glob> globs = new ArrayList<>();
    for (Fields.Item item : fields.items(key)) {
      count++;
      if (count == MOST + 1) {
        problems.add(
            item.path(),
            item.at(),
            "there are more than " + MOST + " patterns",
            "say it with fewer, by * and **");
      }
      try {
        globs.add(new Glob(item.text()));
      } catch (InvalidValueException _) {
        // Noted already, because it does not have the form of a pattern.
      }
    }
    return globs;
  }

  private static Shape shape(String condition, String pattern, Function<String, String> hint) {
    Form form =
        Form.strict("a pattern", LONGEST, pattern, text -> complaint(condition, text, hint));
    Shape one = Text.of(form);
    Shape many = new Items(one, 1, MOST);
    Shape oneOrMany = Either.of(one, many);
    Section sides =
        Section.of(
                condition + "_filter",
                Key.of(
                    "include",
                    "Patterns of which one must match; all names, if not said.",
                    oneOrMany),
                Key.of("exclude", "Patterns of which none may match.", oneOrMany))
            .never("there is no pattern", "name `include`, `exclude` or both");
    return Either.of(one, many, sides);
  }

  private static Complaint complaint(String condition, String text, Function<String, String> hint) {
    if (text.isBlank() || text.indexOf('\0') >= 0) {
      return new Complaint("is no pattern", "");
    }
    return new Complaint(
        "can match nothing",
        text.startsWith("!")
            ? "write `" + condition + ": { exclude: [\"" + text.substring(1) + "\"] }`"
            : hint.apply(text));
  }

  private static String refHint(String text) {
    return "`ref` is the full ref: write refs/tags/" + text + " or refs/heads/" + text;
  }

  private static String branchHint(String text) {
    return "write only the branch's name, " + text.substring(FULL_BRANCH.length());
  }

  private static String pathHint(String text) {
    return text.endsWith("/")
        ? "write " + text + "** for a whole folder"
        : "paths are relative to the repository's root, without / in front";
  }
}
