package dev.slipway.builder.checkout;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@code .dockerignore} leaves out. Later lines beat earlier ones; {@code !} brings back; a
 * folder that is left out takes along what is in it.
 *
 * @see <a href="https://docs.docker.com/build/concepts/context/#dockerignore-files">the format</a>
 */
public final class IgnoreRules {
  public static final IgnoreRules NONE = new IgnoreRules(List.of());

  /** The largest ignore file that is read, in bytes. */
  public static final int LARGEST = 1 << 20;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final List<Rule> rules;

  private IgnoreRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Reads an ignore file.
   *
   * @param file what it is called, for messages
   * @throws ContextRefusedException when a line is no pattern
   */
  public static IgnoreRules parse(String file, String text) throws ContextRefusedException {
    List<Rule> rules = new ArrayList<>();
    String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    List<String> lines = plain.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String pattern = line.strip();
      if (line.startsWith("#") || pattern.isEmpty()) {
        continue;
      }
      try {
        rules.add(Rule.parse(pattern));
      } catch (IllegalArgumentException e) {
        throw ContextRefusedException.of(
            file + ", line " + (i + 1) + ":",
            "\"" + pattern + "\" is no pattern: " + e.getMessage(),
            "write names, *, ?, **, [a-z], and ! in front to bring something back");
      }
    }
    return new IgnoreRules(rules);
  }

  /** Whether the file or folder at that path is left out, itself or with a folder above it. */
  public boolean excludes(String path) {
    boolean excluded = false;
    for (Rule rule : rules) {
      if (rule.includes() == excluded && rule.matchesOrHolds(path)) {
        excluded = !rule.includes();
      }
    }
    return excluded;
  }

  /** Whether something in a folder that is left out may be wanted all the same. */
  public boolean mayIncludeAgain() {
    return rules.stream().anyMatch(Rule::includes);
  }

  /** Whether that may be so in this very folder, as far as its name tells. */
  boolean mayIncludeUnder(String folder) {
    String inside = folder + "/";
    return rules.stream()
        .filter(Rule::includes)
        .map(rule -> rule.pattern().literal())
        .anyMatch(begin -> begin.startsWith(inside) || inside.startsWith(begin));
  }

  /**
   * One line.
   *
   * @param includes whether it begins with {@code !}
   */
  private record Rule(boolean includes, GlobMatcher pattern) {

    static Rule parse(String line) {
      boolean includes = line.startsWith("!");
      String glob = includes ? line.substring(1).strip() : line;
      if (glob.isEmpty()) {
        throw new IllegalArgumentException("nothing follows the !");
      }
      return new Rule(includes, GlobMatcher.compile(cleaned(glob)));
    }

    boolean matchesOrHolds(String path) {
      for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
        if (pattern.matches(path.substring(0, end))) {
          return true;
        }
      }
      return pattern.matches(path);
    }

    /** Without {@code .}, {@code ..} where it can be resolved, doubled and outer slashes. */
    private static String cleaned(String glob) {
      List<String> names = new ArrayList<>();
      for (String name : glob.split("/", -1)) {
        boolean up = name.equals("..");
        if (up && !names.isEmpty() && !names.getLast().equals("..")) {
          names.removeLast();
        } else if (!name.isEmpty() && !name.equals(".") && !(up && glob.startsWith("/"))) {
          names.add(name);
        }
      }
      return names.isEmpty() ? "." : String.join("/", names);
    }
  }
}
