package dev.slipway.core.masking;

import java.util.ArrayList;
import java.util.List;

/**
 * Masks a text that comes in pieces cut anywhere. What may still become part of a secret is held
 * until it is known. Line breaks do not count: an encoder that wraps its output hides nothing, nor
 * does a secret of several lines. Used by one thread.
 */
public final class MaskingStream {
  static final String MASK = "***";

  private final Automaton automaton;
  private int state = Automaton.ROOT;

  /** Read and not yet given out. */
  private String held = "";

  /** What of it must not be seen, in order and without overlaps. */
  private final List<Span> hidden = new ArrayList<>();

  /** Whether the mask for what {@link #held} begins with was given out already. */
  private boolean open;

  MaskingStream(Automaton automaton) {
    this.automaton = automaton;
  }

  /** Reads a piece; gives out what is decided by now, which may be nothing. */
  public String add(String piece) {
    String text = read(piece);
    return giveOut(text, startOf(text, text.length(), automaton.depth(state)));
  }

  /**
   * Reads the last piece of a line, or of everything; gives out all that was held. Where that ends
   * within a secret, its beginning is masked too if it tells anything. The next line goes on with
   * the secret where this one left it.
   */
  public String end(String piece) {
    String text = read(piece);
    int telling = automaton.telling(state);
    if (telling > 0) {
      hide(startOf(text, text.length(), telling), text.length());
    }
    String shown = giveOut(text, text.length());
    open = false;
    return shown;
  }

  private String read(String piece) {
    String text = held.isEmpty() ? piece : held + piece;
    for (int i = held.length(); i < text.length(); i++) {
      char character = text.charAt(i);
      if (isBreak(character)) {
        continue;
      }
      state = automaton.next(state, character);
      int found = automaton.ending(state);
      if (found > 0) {
        hide(startOf(text, i + 1, found), i + 1);
      }
    }
    return text;
  }

  /** Where the last so many characters before {@code end} begin; what was given out is gone. */
  private static int startOf(String text, int end, int characters) {
    int start = end;
    for (int left = characters; left > 0 && start > 0; ) {
      start--;
      if (!isBreak(text.charAt(start))) {
        left--;
      }
    }
    return start;
  }

  private static boolean isBreak(char character) {
    return character == '\n' || character == '\r';
  }

  /** Adds a span that ends behind all others. */
  private void hide(int from, int to) {
    int start = from;
    while (!hidden.isEmpty() && hidden.getLast().to() > start) {
      start = Math.min(start, hidden.removeLast().from());
    }
    hidden.add(new Span(start, to));
  }

  private String giveOut(String text, int decided) {
    held = text.substring(decided);
    if (hidden.isEmpty()) {
      return text.substring(0, decided);
    }
    var shown = new StringBuilder(decided);
    int done = 0;
    boolean maskIsOut = open;
    open = false;
    List<Span> spans = List.copyOf(hidden);
    hidden.clear();
    for (Span span : spans) {
      int from = span.from();
      boolean goesOn = from == 0 && maskIsOut;
      if (from < decided) {
        shown.append(text, done, from);
        shown.append(goesOn ? "" : MASK);
        done = Math.min(span.to(), decided);
      }
      if (span.to() > decided) {
        hidden.add(new Span(Math.max(0, from - decided), span.to() - decided));
        open |= from < decided || goesOn;
      }
    }
    return shown.append(text, done, decided).toString();
  }

  private record Span(int from, int to) {}
}
