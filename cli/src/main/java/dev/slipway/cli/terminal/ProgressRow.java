package dev.slipway.cli.terminal;

/**
 * One thing that is being done, as a row on a terminal.
 *
 * @param time how long it took, or takes so far
 * @param note what it says, such as the last line that it wrote
 */
public record ProgressRow(Mark mark, String name, String time, String note) {
  public ProgressRow {
    name = SafeText.cell(name);
    note = SafeText.cell(note);
  }

  /** How it stands. */
  public enum Mark {
    UNDER_WAY("", 33),
    DONE("✓", 32),
    FAILED("✗", 31),
    LEFT_OUT("-", 90);

    final String sign;
    final int color;

    Mark(String sign, int color) {
      this.sign = sign;
      this.color = color;
    }
  }
}
