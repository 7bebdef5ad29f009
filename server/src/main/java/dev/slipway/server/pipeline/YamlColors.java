package dev.slipway.server.pipeline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Paints commented YAML for a terminal: comments dim, keys in colour. */
final class YamlColors {
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#\\s.*$|^#$");
  private static final Pattern KEY = Pattern.compile("^(\\s*(?:- )?#?)([A-Za-z_]+)(?=:)");
  private static final String DIM = "\u001b[2m";
  private static final String BLUE = "\u001b[36m";
  private static final String RESET = "\u001b[0m";

  private YamlColors() {}

  static String paint(String text) {
    return text.lines().map(YamlColors::line).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(String line) {
    Matcher comment = COMMENT.matcher(line);
    int end = comment.find() ? comment.start() : line.length();
    String code = KEY.matcher(line.substring(0, end)).replaceAll("$1" + BLUE + "$2" + RESET);
    return end == line.length() ? code : code + DIM + line.substring(end) + RESET;
  }
}
