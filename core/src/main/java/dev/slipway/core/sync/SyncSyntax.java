package dev.slipway.core.sync;

import dev.slipway.core.InvalidValueException;

/**
 * Knows how the parts of a rule are written. Each answers the text as a rule keeps it, and ends in
 * an {@link InvalidValueException} that says what to write instead. Safe for concurrent use.
 */
public interface SyncSyntax {
  /** {@code HOST[:PORT]/PATH}; without a host it is Docker Hub's, which the answer names. */
  String repository(String text);

  /** {@code OS/ARCHITECTURE[/VARIANT]}. */
  String platform(String text);

  /** A regular expression; empty for none. */
  String regex(String text);

  /** A range of versions; empty for none. */
  String semver(String text);

  /** Five fields as in crontab; empty for never. */
  String cron(String text);
}
