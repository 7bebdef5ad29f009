package dev.slipway.core.pipeline;

/**
 * Something wrong in a file that a person wrote.
 *
 * @param path where in the document, such as {@code deploy.healthcheck.interval}; empty for the
 *     whole
 * @param line counts from 1; 0 when the problem has no place
 * @param column counts from 1; 0 when the problem has no place
 * @param hint what to write instead, or to do; may be empty
 */
public record Problem(String path, int line, int column, String message, String hint) {
  @Override
  public String toString() {
    String place = line == 0 ? "" : "line " + line + ", column " + column + ": ";
    String subject = path.isEmpty() ? "" : path + ": ";
    return place + subject + message;
  }
}
