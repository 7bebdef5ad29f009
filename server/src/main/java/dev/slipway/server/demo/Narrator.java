package dev.slipway.server.demo;

import java.io.PrintWriter;
import java.time.Duration;

/** Tells the story as it happens, and remembers whether every claim held. */
final class Narrator {
  private final PrintWriter out;
  private boolean everythingHeld = true;

  Narrator(PrintWriter out) {
    this.out = out;
  }

  void chapter(String title) {
    out.println();
    out.println("== " + title);
    out.flush();
  }

  void say(String sentence) {
    out.println("   " + sentence);
    out.flush();
  }

  /** States a claim and whether it was seen to hold. */
  void claim(String claim, boolean held) {
    everythingHeld &= held;
    out.println((held ? " ✓ " : " ✗ ") + claim);
    out.flush();
  }

  boolean everythingHeld() {
    return everythingHeld;
  }

  static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }
}
