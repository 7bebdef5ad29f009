package dev.slipway.builder.jib;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The patterns of COPY and ADD: {@code *} and {@code ?} stay within a name, {@code [a-z]} is one
 * character of several.
 *
 * @see <a href="https://pkg.go.dev/path/filepath#Match">the rules</a>
 */
final class Wildcard {
  private Wildcard() {}

  static boolean isIn(String path) {
    return path.indexOf('*') >= 0 || path.indexOf('?') >= 0 || path.indexOf('[') >= 0;
  }

  /** What matches, in the order of the paths; nothing below a folder that matches itself. */
  static List<String> matches(FileTree tree, String pattern) throws UnsureException {
    List<String> fixed = new ArrayList<>();
    List<String> names = FileTree.names(pattern);
    for (String name : names) {
      if (isIn(name)) {
        break;
      }
      fixed.add(name);
    }
    String folder = tree.resolve(String.join("/", fixed));
    Node node = tree.at(folder);
    List<String> found = new ArrayList<>();
    if (node != null) {
      List<Pattern> patterns = new ArrayList<>();
      for (String name : names.subList(fixed.size(), names.size())) {
        patterns.add(compile(name));
      }
      collect(node, folder, patterns, found);
    }
    return found;
  }

  private static void collect(Node node, String path, List<Pattern> patterns, List<String> found) {
    for (var child : node.children.entrySet()) {
      if (patterns.getFirst().matcher(child.getKey()).matches()) {
        String at = FileTree.join(path, child.getKey());
        if (patterns.size() == 1) {
          found.add(at);
        } else {
          collect(child.getValue(), at, patterns.subList(1, patterns.size()), found);
        }
      }
    }
  }

  private static Pattern compile(String name) throws UnsureException {
    StringBuilder regex = new StringBuilder();
    boolean inClass = false;
    for (int i = 0; i < name.length(); i++) {
      char next = name.charAt(i);
      if (inClass) {
        regex.append(next == '[' || next == '&' || next == '\\' ? "\\" + next : "" + next);
        inClass = next != ']';
      } else {
        switch (next) {
          case '*' -> regex.append(".*");
          case '?' -> regex.append('.');
          case '[' -> {
            regex.append('[');
            inClass = true;
          }
          default -> regex.append(Pattern.quote(String.valueOf(next)));
        }
      }
    }
    try {
      return Pattern.compile(regex.toString(), Pattern.DOTALL);
    } catch (PatternSyntaxException _) {
      throw new UnsureException("\"" + name + "\" is no pattern that Slipway reads");
    }
  }
}
