package dev.slipway.edge;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Shows a {@link Problem} to a browser, and to anything else as plain text. */
final class ProblemPage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#1d2430;--soft:#5a6475;--paper:#f6f7f9;--card:#fff}
      @media(prefers-color-scheme:dark){
      :root{--ink:#e8ebf0;--soft:#a3adbd;--paper:#12151b;--card:#1b2029}}
      body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--paper);\
      color:var(--ink);font:16px/1.6 system-ui,sans-serif}
      main{max-width:34rem;margin:1.5rem;padding:2rem 2.25rem;background:var(--card);\
      border-radius:14px;box-shadow:0 1px 3px #0003}
      h1{margin:.1rem 0 1rem;font-size:1.5rem;line-height:1.25}
      p{margin:.6rem 0;overflow-wrap:anywhere}
      .soft{color:var(--soft);font-size:.875rem}
      """;

  /** Lets the page's own style through and nothing else. */
  static final String POLICY = "default-src 'none'; style-src 'sha256-" + digest(STYLE) + "'";

  private static final int HTTPS = 443;

  private ProblemPage() {}

  /** Answers the request with it; completes when it is written. */
  static Future<Void> send(Problem problem, HttpServerRequest request, String id) {
    boolean html = wantsHtml(request.getHeader(HttpHeaders.ACCEPT));
    HttpServerResponse response = request.response();
    response.headers().clear();
    response
        .setStatusCode(problem.status())
        .putHeader(
            HttpHeaders.CONTENT_TYPE, (html ? "text/html" : "text/plain") + "; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.SERVER, "slipway")
        .putHeader(HeaderRules.REQUEST_ID, id);
    if (html) {
      response.putHeader("Content-Security-Policy", POLICY);
    }
    if (problem.status() == 503) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "5");
    }
    return response.end(html ? html(problem, id) : text(problem, id));
  }

  /** Sends the client to the same target over HTTPS; completes when that is written. */
  static Future<Void> redirect(HttpServerRequest request, Ask ask, int port, String id) {
    String host = port == HTTPS ? ask.host() : ask.host() + ":" + port;
    return request
        .response()
        .setStatusCode(308)
        .putHeader(HttpHeaders.LOCATION, "https://" + host + ask.target())
        .putHeader(HttpHeaders.SERVER, "slipway")
        .putHeader(HeaderRules.REQUEST_ID, id)
        .end();
  }

  /** Whether the client asks for a page. */
  static boolean wantsHtml(@Nullable String accept) {
    return accept != null && accept.contains("text/html");
  }

  static String html(Problem problem, String requestId) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <title>%1$d %2$s</title>
    <style>%3$s</style>
    </head>
    <body>
    <main>
    <p class="soft">Error %1$d</p>
    <h1>%2$s</h1>
    <p>%4$s</p>
    <p>%5$s</p>
    <p class="soft">Answered by Slipway's edge. Request %6$s</p>
    </main>
    </body>
    </html>
    """
        .formatted(
            problem.status(),
            escape(problem.title()),
            STYLE,
            escape(problem.what()),
            escape(problem.next()),
            escape(requestId));
  }

  static String text(Problem problem, String requestId) {
    return """
    %d %s
    %s
    %s
    Answered by Slipway's edge. Request %s
    """
        .formatted(problem.status(), problem.title(), problem.what(), problem.next(), requestId);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String digest(String style) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
