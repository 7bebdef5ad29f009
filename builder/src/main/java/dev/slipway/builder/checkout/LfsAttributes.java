package dev.slipway.builder.checkout;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the {@code .gitattributes} of a tree which files Git LFS looks after: those whose
 * filter is {@code lfs}. A file's nearest folder decides, in it the last line that says anything.
 *
 * @see <a href="https://git-scm.com/docs/gitattributes">gitattributes</a>
 */
final class LfsAttributes {
  static final String FILE = ".gitattributes";

  /** The largest such file that is read, in bytes. */
  private static final int LARGEST = 1 << 20;

  private final OpenTree tree;
  private final Map<String, ObjectId> files = new HashMap<>();
  private final Map<String, List<Line>> read = new HashMap<>();
  private final Set<String> macros = new HashSet<>();

  LfsAttributes(OpenTree tree) {
    this.tree = tree;
  }

  /** Takes note of a {@code .gitattributes}, by the folder that it is in. */
  void found(String folder, ObjectId blob) {
    files.put(folder, blob);
  }

  /** Whether the file at that path of the repository is one that Git LFS looks after. */
  boolean apply(String path) throws IOException {
    if (files.isEmpty()) {
      return false;
    }
    lines(""); // macros may be defined in the outermost file only
    for (String folder = TreePath.parent(path); ; folder = TreePath.parent(folder)) {
      String below = folder.isEmpty() ? path : path.substring(folder.length() + 1);
      for (Line line : lines(folder)) {
        if (line.pattern().matches(below)) {
          return line.large();
        }
      }
      if (folder.isEmpty()) {
        return false;
      }
    }
  }

  /** The lines of a folder that say something about the filter, last first. */
  private List<Line> lines(String folder) throws IOException {
    List<Line> known = read.get(folder);
    if (known != null) {
      return known;
    }
    ObjectId blob = files.get(folder);
    List<Line> lines = blob == null ? List.of() : parse(folder, tree.text(blob, LARGEST));
    read.put(folder, lines);
    return lines;
  }

  private List<Line> parse(String folder, Optional<String> text) throws IOException {
    if (text.isEmpty()) {
      throw ContextRefusedException.of(
          TreePath.join(folder, FILE), "is larger than " + LARGEST + " bytes", "shorten it");
    }
    Deque<Line> lastFirst = new ArrayDeque<>();
    for (String line : text.get().lines().map(String::strip).toList()) {
      String[] words = words(line);
      if (line.startsWith("[attr]")) {
        if (folder.isEmpty() && Boolean.TRUE.equals(says(words))) {
          macros.add(words[0].substring("[attr]".length()));
        }
      } else if (!line.startsWith("#") && words.length > 1) {
        Boolean large = says(words);
        Optional<Matching> pattern = large == null ? Optional.empty() : Matching.of(words[0]);
        pattern.ifPresent(of -> lastFirst.addFirst(new Line(of, Boolean.TRUE.equals(large))));
      }
    }
    return List.copyOf(lastFirst);
  }

  /** The pattern, which may stand in quotes, and the attributes. */
  private static String[] words(String line) {
    int end = line.startsWith("\"") ? line.indexOf('"', 1) : -1;
    if (end < 0) {
      return line.split("[ \t]+");
    }
    String[] words = ("x" + line.substring(end + 1)).split("[ \t]+");
    words[0] = line.substring(1, end);
    return words;
  }

  /** What the attributes make of the filter; null when they say nothing about it. */
  private @Nullable Boolean says(String[] words) {
    Boolean large = null;
    for (int i = 1; i < words.length; i++) {
      String word = words[i];
      if (word.equals("filter=lfs") || macros.contains(word)) {
        large = true;
      } else if (word.equals("filter")
          || word.equals("-filter")
          || word.equals("!filter")
          || word.startsWith("filter=")) {
        large = false;
      }
    }
    return large;
  }

  private record Line(Matching pattern, boolean large) {}

  /** A pattern as {@code .gitignore} has it: without a slash it means names, at any depth. */
  private record Matching(GlobMatcher glob, boolean names) {
    static Optional<Matching> of(String pattern) {
      String plain = pattern.startsWith("/") ? pattern.substring(1) : pattern;
      if (plain.endsWith("/") || plain.isEmpty() || pattern.startsWith("!")) {
        return Optional.empty(); // means folders, or is not allowed here: never a file
      }
      try {
        return Optional.of(new Matching(GlobMatcher.compile(plain), pattern.indexOf('/') < 0));
      } catch (IllegalArgumentException _) {
        return Optional.empty(); // git skips it, too
      }
    }

    boolean matches(String path) {
      return glob.matches(names ? path.substring(path.lastIndexOf('/') + 1) : path);
    }
  }
}
