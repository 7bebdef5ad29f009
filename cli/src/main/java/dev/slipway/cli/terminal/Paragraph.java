package dev.slipway.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Text that hangs beside its name, broken between words where lines would be longer than 80
 * columns. Made safe for terminals on the way out.
 *
 * @param name what the first line begins with
 * @param indent at which column the text begins in every line
 */
public record Paragraph(String name, int indent) {
  private static final int WIDTH = 80;

  /** Writes the text to standard output. */
  public void print(Shell shell, String text) {
    lines(text).forEach(shell::print);
  }

  List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder(SafeText.cell(name.strip()));
    line.insert(0, " ".repeat(name.length() - name.stripLeading().length()));
    line.repeat(' ', Math.max(0, indent - TextWidth.of(line.toString())));
    int begun = line.length();
    for (String word : SafeText.cell(text).split(" ", -1)) {
      boolean fits = TextWidth.of(line.toString()) + 1 + TextWidth.of(word) <= WIDTH;
      if (line.length() > begun && !fits) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(indent));
        begun = line.length();
      }
      line.append(line.length() > begun ? " " : "").append(word);
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }
}
