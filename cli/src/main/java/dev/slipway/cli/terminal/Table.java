package dev.slipway.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text: aligned under a heading for a person, tab-separated without one for a program.
 * Cells are made safe on the way in.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final int LONGEST_CELL = 60;

  private final List<String> heading;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... heading) {
    this.heading = List.of(heading);
  }

  public Table row(String... cells) {
    if (cells.length != heading.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells do not fit under " + heading.size() + " headings");
    }
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(SafeText.cell(cell));
    }
    rows.add(row);
    return this;
  }

  /** Writes it to standard output in the form that the reader can use. */
  public void print(Shell shell) {
    if (shell.forPerson()) {
      aligned(shell.colors()).forEach(shell::print);
    } else {
      rows.forEach(row -> shell.print(String.join("\t", row)));
    }
  }

  /** The lines for a person; none, not even the heading, where there are no rows. */
  List<String> aligned(boolean colors) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<List<String>> all = new ArrayList<>();
    all.add(heading);
    rows.forEach(row -> all.add(row.stream().map(Table::shortened).toList()));
    int[] widths = new int[heading.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], TextWidth.of(row.get(i)));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(heading, widths, false));
    all.stream().skip(1).map(row -> line(row, widths, colors)).forEach(lines::add);
    return lines;
  }

  private String line(List<String> row, int[] widths, boolean colors) {
    var line = new StringBuilder();
    int blanks = 0;
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      if (!cell.isEmpty()) {
        // Blanks are written once something follows them, so that no line ends in them.
        line.repeat(' ', blanks);
        blanks = 0;
        boolean painted = colors && heading.get(i).equals("STATUS");
        line.append(painted ? StatusColor.paint(cell) : cell);
      }
      blanks += widths[i] - TextWidth.of(cell) + GAP.length();
    }
    return line.toString();
  }

  private static String shortened(String cell) {
    if (TextWidth.of(cell) <= LONGEST_CELL || cell.contains("://")) {
      return cell; // half an address is of no use
    }
    int end =
        cell.offsetByCodePoints(0, Math.min(LONGEST_CELL, cell.codePointCount(0, cell.length())));
    while (TextWidth.of(cell.substring(0, end)) > LONGEST_CELL - 1) {
      end = cell.offsetByCodePoints(end, -1);
    }
    return cell.substring(0, end).stripTrailing() + "…";
  }
}
