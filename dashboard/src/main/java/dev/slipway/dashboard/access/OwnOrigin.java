package dev.slipway.dashboard.access;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Set;

/**
 * Tells requests that pages of ours make from those that other sites make a browser send.
 *
 * @param publicUrl what browsers call, scheme and authority
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata</a>
 */
public record OwnOrigin(URI publicUrl) {
  private static final Set<HttpMethod> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  /**
   * Whether the browser says that the request is ours, or, for looking only, that a person followed
   * a link. Browsers that say nothing are believed; the CSRF token is asked for in any case.
   */
  boolean sent(HttpServerRequest request) {
    boolean looking = LOOKING.contains(request.method());
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin")
          || site.equals("none")
          || (looking && "navigate".equals(request.getHeader("Sec-Fetch-Mode")));
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null || isOwn(origin, request);
  }

  private boolean isOwn(String origin, HttpServerRequest request) {
    if (origin.equals(publicUrl.getScheme() + "://" + publicUrl.getRawAuthority())) {
      return true;
    }
    // Reached under another name than the public one, such as 127.0.0.1 for localhost.
    var called = request.authority();
    return called != null
        && (origin.equals("http://" + called) || origin.equals("https://" + called));
  }
}
