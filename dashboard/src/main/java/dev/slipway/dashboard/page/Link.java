package dev.slipway.dashboard.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Writes paths with queries. */
final class Link {
  private Link() {}

  /** The path with those of the parameters, name and value in turn, that are not empty. */
  static String to(String path, String... parameters) {
    StringBuilder link = new StringBuilder(path);
    char before = '?';
    for (int i = 0; i < parameters.length; i += 2) {
      if (!parameters[i + 1].isEmpty()) {
        link.append(before)
            .append(parameters[i])
            .append('=')
            .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        before = '&';
      }
    }
    return link.toString();
  }
}
