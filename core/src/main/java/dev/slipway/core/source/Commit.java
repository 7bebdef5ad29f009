package dev.slipway.core.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a forge says about a commit; author and message are for people to read and may be empty. */
public record Commit(CommitSha sha, String author, String message) {
  /** Any of these in a message asks for no build, in whatever case it is written. */
  public static final List<String> SKIP_MARKS = List.of("[skip ci]", "[ci skip]", "[no ci]");

  /** The mark in the message by which its author asks for no build; empty when there is none. */
  public Optional<String> skipMark() {
    String lower = message.toLowerCase(Locale.ROOT);
    return SKIP_MARKS.stream().filter(lower::contains).findFirst();
  }

  /** The message's first line. */
  public String title() {
    return message.lines().findFirst().orElse("");
  }
}
