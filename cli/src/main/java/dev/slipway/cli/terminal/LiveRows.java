package dev.slipway.cli.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Rows at the end of a terminal that are drawn again in place, with a spinner for what is under
 * way. What is written to its {@link #shell} meanwhile goes above them. Safe for concurrent use.
 */
public final class LiveRows implements AutoCloseable {
  private static final List<String> SPINNER =
      List.of("⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏");
  private static final int FRAME_MILLIS = 100;
  private static final int FRAMES_PER_LOOK_AT_SIZE = 10;
  private static final int WIDEST_NAME = 30;
  private static final int TIME = 8;
  private static final String SHOW_CURSOR = "\u001b[?25h";
  private static final String HIDE_CURSOR = "\u001b[?25l";

  private final Shell below;
  private final Shell above;
  private final Supplier<List<ProgressRow>> rows;
  private final Object lock = new Object();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("rows").factory());
  private final Thread atExit = new Thread(() -> print(SHOW_CURSOR), "cursor");
  private TerminalSize size = TerminalSize.now();
  private int frame;
  private int drawn;

  /**
   * Begins to draw.
   *
   * @param rows tells them as they are now; called from another thread, many times a second
   */
  public LiveRows(Shell shell, Supplier<List<ProgressRow>> rows) {
    this.below = shell;
    this.rows = rows;
    this.above =
        new Shell(
            shell.in(),
            Shell.stream(new Above(shell.out()), false),
            Shell.stream(new Above(shell.err()), true),
            shell.terminals(),
            shell.environment());
    Runtime.getRuntime().addShutdownHook(atExit);
    var _ = ticker.scheduleAtFixedRate(this::tick, 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Whether a person looks at the terminal, and it can go back to a line. */
  public static boolean suit(Shell shell) {
    return shell.terminals().out()
        && shell.terminals().err()
        && shell.environment().getOrDefault("CI", "").isEmpty()
        && !shell.environment().getOrDefault("TERM", "").equals("dumb");
  }

  /** The same surroundings for those who write while the rows are there. */
  public Shell shell() {
    return above;
  }

  private void tick() {
    synchronized (lock) {
      if (frame % FRAMES_PER_LOOK_AT_SIZE == 0) {
        size = TerminalSize.now();
      }
      frame++;
      draw();
    }
  }

  /** One write for a whole frame, so that the terminal never shows half of one. */
  private void draw() {
    List<ProgressRow> all = rows.get();
    List<ProgressRow> shown = all.subList(Math.max(0, all.size() - size.rows() + 2), all.size());
    StringBuilder text = new StringBuilder(HIDE_CURSOR).append(back());
    int name = shown.stream().mapToInt(row -> TextWidth.of(row.name())).max().orElse(0);
    for (ProgressRow row : shown) {
      append(text, row, Math.min(name, WIDEST_NAME));
    }
    drawn = shown.size();
    print(text.toString());
  }

  private void append(StringBuilder text, ProgressRow row, int nameWidth) {
    boolean colors = below.colors();
    String sign =
        row.mark() == ProgressRow.Mark.UNDER_WAY
            ? SPINNER.get(frame % SPINNER.size())
            : row.mark().sign;
    String time =
        row.time().isEmpty()
            ? ""
            : " ".repeat(Math.max(1, TIME - row.time().length())) + row.time();
    int left = size.columns() - nameWidth - TIME - 6;
    text.append(colors ? "\u001b[" + row.mark().color + "m" + sign + "\u001b[0m" : sign)
        .append(' ')
        .append(TextWidth.fit(row.name(), nameWidth))
        .append(time);
    if (!row.note().isEmpty() && left > 0) {
      String note = TextWidth.fit(row.note(), left).stripTrailing();
      text.append("  ").append(colors ? "\u001b[2m" + note + "\u001b[0m" : note);
    }
    text.append("\u001b[K\n");
  }

  /** To the first row, with nothing left from there on. */
  private String back() {
    return drawn == 0 ? "" : "\u001b[" + drawn + "A\r\u001b[J";
  }

  private void print(String text) {
    below.err().print(text);
    below.err().flush();
  }

  /** Draws them a last time, and leaves them there. */
  @Override
  public void close() {
    ticker.shutdownNow();
    above.out().flush();
    synchronized (lock) {
      draw();
      print(SHOW_CURSOR);
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  /** Takes the rows away before something is written; the next frame draws them below that. */
  private final class Above extends OutputStream {
    private final PrintStream to;

    Above(PrintStream to) {
      this.to = to;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      synchronized (lock) {
        if (drawn > 0) {
          print(back());
          drawn = 0;
        }
        to.write(bytes, from, length);
        to.flush();
      }
    }
  }
}
