package dev.slipway.builder.dockerfile;

import java.util.List;
import java.util.Optional;

/** The names of all instructions. */
final class Keywords {
  static final List<String> ALL =
      List.of(
          "ADD",
          "ARG",
          "CMD",
          "COPY",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "FROM",
          "HEALTHCHECK",
          "LABEL",
          "MAINTAINER",
          "ONBUILD",
          "RUN",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME",
          "WORKDIR");

  private Keywords() {}

  /** The one that somebody who wrote this may have meant: at most two letters away. */
  static Optional<String> nearest(String written) {
    String best = null;
    int least = 3;
    for (String keyword : ALL) {
      int distance = distance(written, keyword);
      if (distance < least && distance < keyword.length() - 1) {
        least = distance;
        best = keyword;
      }
    }
    return Optional.ofNullable(best);
  }

  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int above = row[j];
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(above, row[j - 1]) + 1, diagonal + change);
        diagonal = above;
      }
    }
    return row[other.length()];
  }
}
