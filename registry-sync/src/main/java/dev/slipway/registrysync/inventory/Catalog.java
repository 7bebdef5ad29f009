package dev.slipway.registrysync.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.oci.Answers;
import dev.slipway.registrysync.oci.Paging;
import dev.slipway.registrysync.wire.Ask;
import dev.slipway.registrysync.wire.RegistryHttp;
import dev.slipway.registrysync.wire.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lists the repositories of a registry. Safe for concurrent use.
 *
 * @see <a
 *     href="https://distribution.github.io/distribution/spec/api/#listing-repositories">Distribution's
 *     API</a>
 */
final class Catalog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int AT_ONCE = 500;
  private static final int MOST_PAGES = 1000;

  /** How registries answer that have none, or show it to nobody. */
  private static final Set<Integer> NONE = Set.of(400, 401, 403, 404, 405, 501);

  private final RegistryHttp http;

  Catalog(RegistryHttp http) {
    this.http = http;
  }

  /** All of them; empty where the registry keeps no list for us. */
  Optional<Set<String>> repositories() throws RegistryException, InterruptedException {
    Set<String> names = new TreeSet<>();
    URI next = http.resource("_catalog?n=" + AT_ONCE);
    for (int page = 0; page < MOST_PAGES; page++) {
      HttpResponse<byte[]> response = http.ask(Ask.of("GET", next, Scope.CATALOG));
      if (NONE.contains(response.statusCode())) {
        return Optional.empty();
      }
      if (response.statusCode() != 200) {
        throw Answers.refusal(http.registry(), response, "lists its repositories");
      }
      read(response.body()).forEach(name -> names.add(name.asText()));
      Optional<URI> more = Paging.next(response, http);
      if (more.isEmpty()) {
        break;
      }
      next = more.get();
    }
    return Optional.of(names);
  }

  private JsonNode read(byte[] body) throws RegistryException {
    try {
      return JSON.readTree(body).path("repositories");
    } catch (IOException e) {
      throw new RegistryException(
          "the registry " + http.registry() + " lists its repositories in no JSON",
          "check what answers at this address",
          e);
    }
  }
}
