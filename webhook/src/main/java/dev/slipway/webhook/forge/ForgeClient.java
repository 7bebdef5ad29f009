package dev.slipway.webhook.forge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.account.ForgeException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks one forge with one token, in JSON. The parameter {@code what} of each call says for people
 * what is asked for; it follows "did not" in the message of a failure. Safe for concurrent use.
 */
final class ForgeClient {
  private final Site site;
  private final ForgeHttp http;
  private final Clock clock;

  ForgeClient(Site site, ForgeHttp http, Clock clock) {
    this.site = site;
    this.http = http;
    this.clock = clock;
  }

  Site site() {
    return site;
  }

  Instant now() {
    return clock.instant();
  }

  JsonNode get(String what, String path) throws ForgeException {
    return json(what, send(what, "GET", path, null));
  }

  /** Empty when there is no such thing. */
  Optional<JsonNode> find(String what, String path) throws ForgeException {
    Answer answer = raw(what, "GET", path, null);
    return answer.status() == 404
        ? Optional.empty()
        : Optional.of(json(what, successful(what, answer)));
  }

  /** Whether there is such a thing, without fetching it. */
  boolean exists(String what, String path) throws ForgeException {
    Answer answer = raw(what, "HEAD", path, null);
    return answer.status() != 404 && successful(what, answer).successful();
  }

  JsonNode post(String what, String path, @Nullable JsonNode body) throws ForgeException {
    return json(what, send(what, "POST", path, body));
  }

  JsonNode put(String what, String path, JsonNode body) throws ForgeException {
    return json(what, send(what, "PUT", path, body));
  }

  JsonNode patch(String what, String path, JsonNode body) throws ForgeException {
    return json(what, send(what, "PATCH", path, body));
  }

  /** Removes it; one that is gone already is fine. */
  void delete(String what, String path) throws ForgeException {
    Answer answer = raw(what, "DELETE", path, null);
    if (answer.status() != 404 && answer.status() != 410) {
      successful(what, answer);
    }
  }

  /** The answer itself, for those that say something in a header. */
  Answer send(String what, String method, String path, @Nullable JsonNode body)
      throws ForgeException {
    return successful(what, raw(what, method, path, body));
  }

  private Answer raw(String what, String method, String path, @Nullable JsonNode body)
      throws ForgeException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", site.authorization());
    headers.put("Accept", "application/json");
    headers.put("User-Agent", "Slipway");
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    String text = body == null ? null : body.toString();
    try {
      return http.send(new ForgeRequest(method, at(path), headers, text));
    } catch (Trouble e) {
      throw e.during(site.name(), what);
    }
  }

  /** Asks through a library whose requests {@link #carry} sends. */
  <T> T through(String what, LibraryCall<T> call) throws ForgeException {
    try {
      return call.run();
    } catch (Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof Trouble trouble) {
          throw trouble.during(site.name(), what);
        }
      }
      throw Trouble.unavailable("what came back cannot be read", e).during(site.name(), what);
    }
  }

  /** Sends the request of a library; any answer but success is trouble. */
  Answer carry(ForgeRequest request) throws Trouble {
    if (!ForgeHttp.sameOrigin(request.uri(), site.api())) {
      throw Trouble.refused(
          "it refers to another server, " + request.uri().getHost(),
          "connect the account with the address that the forge itself uses");
    }
    Answer answer = http.send(request);
    if (!answer.successful()) {
      throw Refusals.of(site, answer, clock);
    }
    if (answer.isPage()) {
      throw unreadable(answer);
    }
    return answer;
  }

  /** A call of a library. */
  @FunctionalInterface
  interface LibraryCall<T> {
    T run() throws Exception;
  }

  private URI at(String path) {
    return URI.create(site.api() + path);
  }

  private Answer successful(String what, Answer answer) throws ForgeException {
    if (answer.successful()) {
      return answer;
    }
    throw Refusals.of(site, answer, clock).during(site.name(), what);
  }

  /** What an answer says; missing when it says nothing. */
  JsonNode json(String what, Answer answer) throws ForgeException {
    if (answer.body().isBlank()) {
      return Json.MAPPER.missingNode();
    }
    try {
      return Json.MAPPER.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw unreadable(answer).during(site.name(), what);
    }
  }

  private static Trouble unreadable(Answer answer) {
    return answer.isPage()
        ? Trouble.refused(
            "a page for people came back instead of data",
            "check the address of the connected account")
        : Trouble.unavailable("what came back is cut off or no JSON", null);
  }

  /** A value as it stands within a path or a query. */
  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
