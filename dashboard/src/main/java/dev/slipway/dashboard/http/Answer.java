package dev.slipway.dashboard.http;

import io.vertx.core.buffer.Buffer;
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
public record Answer(int status, String type, Buffer body, SortedMap<String, String> headers) {
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
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
    return of(status, type, Buffer.buffer(body));
  }

  /** An answer of bytes, such as a file that is compressed already. */
  public static Answer of(int status, String type, Buffer body) {
    return new Answer(status, type, body, new TreeMap<>(Map.of("Cache-Control", NO_STORE)));
  }

  /** The same with one more header, or another value for it. */
  public Answer with(String header, String value) {
    SortedMap<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Answer(status, type, body, more);
  }

  /**
   * What a reader gets to see of it: nothing but a 304 where they have it already. Pages are left
   * alone, since browsers are not to keep what is on them.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match">RFC 9110</a>
   */
  public Answer forReader(Call call) {
    if (status != OK || type.startsWith("text/html")) {
      return this;
    }
    EntityTag tag = tag();
    boolean known = call.header(HttpHeaders.IF_NONE_MATCH).filter(tag::isNamedIn).isPresent();
    Answer answer = known ? new Answer(NOT_MODIFIED, "", Buffer.buffer(), headers) : this;
    String kept = headers.getOrDefault("Cache-Control", NO_STORE);
    return answer
        .with("ETag", tag.quoted())
        .with("Cache-Control", kept.equals(NO_STORE) ? "private, no-cache" : kept);
  }

  EntityTag tag() {
    return EntityTag.of(body);
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
