package dev.slipway.dashboard.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A whole answer, made off the event loop and sent on it.
 *
 * @param type the media type; empty for an answer without a body
 */
public record Answer(int status, String type, String body, SortedMap<String, String> headers) {
  private static final String NO_STORE = "no-store";

  public Answer {
    headers = new TreeMap<>(headers);
  }

  public static Answer json(int status, Object view) {
    return of(status, "application/json", Json.write(view));
  }

  public static Answer page(int status, String html) {
    return of(status, "text/html; charset=utf-8", html);
  }

  public static Answer text(String text) {
    return of(200, "text/plain; charset=utf-8", text);
  }

  public static Answer empty(int status) {
    return of(status, "", "");
  }

  /** Sends a browser on to another page, by GET. */
  public static Answer seeOther(String location) {
    return empty(303).with("Location", location);
  }

  public static Answer problem(ProblemDetails details) {
    Answer answer = of(details.status(), ProblemDetails.MEDIA_TYPE, Json.write(details));
    return details.status() == 401 ? answer.with("WWW-Authenticate", "Bearer") : answer;
  }

  public static Answer of(int status, String type, String body) {
    return new Answer(status, type, body, new TreeMap<>(Map.of("Cache-Control", NO_STORE)));
  }

  /** The same with one more header, or another value for it. */
  public Answer with(String header, String value) {
    SortedMap<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Answer(status, type, body, more);
  }

  /** Writes it out; on the response's event loop. */
  public void send(HttpServerResponse response) {
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status);
    headers.forEach(response::putHeader);
    if (!type.isEmpty()) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    }
    response.end(body);
  }
}
