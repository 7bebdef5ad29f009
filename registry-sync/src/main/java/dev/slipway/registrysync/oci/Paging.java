package dev.slipway.registrysync.oci;

import dev.slipway.registrysync.wire.RegistryHttp;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists that come in pages, each of which says where the next one is. */
public final class Paging {
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;.*rel=\"?next\"?.*");

  private Paging() {}

  /** Where the next page is; empty on the last one, and where it is said to be elsewhere. */
  public static Optional<URI> next(HttpResponse<?> page, RegistryHttp registry) {
    for (String link : page.headers().allValues("link")) {
      Matcher matcher = NEXT.matcher(link);
      if (matcher.matches()) {
        URI next = page.uri().resolve(matcher.group(1));
        return Optional.of(next).filter(registry::isOurs);
      }
    }
    return Optional.empty();
  }
}
