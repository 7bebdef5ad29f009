package dev.slipway.store;

import dev.slipway.core.delivery.Head;
import dev.slipway.core.source.CommitSha;
import org.jspecify.annotations.Nullable;

/** How a head is written in Redis: decided, built and before, a dash for what is not there. */
final class HeadText {
  private static final String NONE = "-";

  private HeadText() {}

  /** The text; empty for no head. */
  static String of(@Nullable Head head) {
    return head == null
        ? ""
        : head.decided() + " " + orNone(head.built()) + " " + orNone(head.before());
  }

  static Head read(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 3) {
      throw new IllegalStateException("a record in Redis is no head: " + text);
    }
    return new Head(new CommitSha(parts[0]), sha(parts[1]), sha(parts[2]));
  }

  private static String orNone(@Nullable CommitSha sha) {
    return sha == null ? NONE : sha.hex();
  }

  private static @Nullable CommitSha sha(String text) {
    return text.equals(NONE) ? null : new CommitSha(text);
  }
}
