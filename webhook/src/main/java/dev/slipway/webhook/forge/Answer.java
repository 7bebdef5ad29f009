package dev.slipway.webhook.forge;

import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;

/** What a forge's API answered; any status. Printing shows the status only. */
record Answer(int status, HttpHeaders headers, String body) {
  boolean successful() {
    return status >= 200 && status < 300;
  }

  boolean redirects() {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  Optional<String> header(String name) {
    return headers.firstValue(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  /** Whether a page for people came instead of data. */
  boolean isPage() {
    return header("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith("text/html");
  }

  @Override
  public String toString() {
    return "Answer(" + status + ")";
  }
}
