package dev.slipway.cli.terminal;

/** How large a terminal is, in characters. */
public record TerminalSize(int columns, int rows) {
  private static final TerminalSize USUAL = new TerminalSize(80, 24);

  /** Of this process's terminal now; 80 by 24 where it does not say. */
  public static TerminalSize now() {
    String[] words = Stty.run("size").orElse("").split(" ", -1);
    boolean told =
        words.length == 2 && words[0].matches("[1-9]\\d{0,5}") && words[1].matches("[1-9]\\d{0,5}");
    return told ? new TerminalSize(Integer.parseInt(words[1]), Integer.parseInt(words[0])) : USUAL;
  }
}
