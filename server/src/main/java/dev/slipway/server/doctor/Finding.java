package dev.slipway.server.doctor;

/**
 * One thing that was looked at.
 *
 * @param subject what it is about, in a word or two
 * @param well whether it may stay as it is
 * @param says what was found, as a sentence without its full stop
 * @param next what to do about it; empty where all is well
 */
public record Finding(String subject, boolean well, String says, String next) {
  public static Finding well(String subject, String says) {
    return new Finding(subject, true, says, "");
  }

  public static Finding wrong(String subject, String says, String next) {
    return new Finding(subject, false, says, next);
  }
}
