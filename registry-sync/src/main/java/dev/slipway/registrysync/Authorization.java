package dev.slipway.registrysync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers a registry's challenges, with the password itself or with a token that its token server
 * gives for one, and remembers the answer for each scope. Safe for concurrent use.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token
 *     authentication</a>
 */
final class Authorization {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final RegistryAddress registry;
  private final @Nullable Credentials credentials;
  private final Set<String> plainHttpHosts;
  private final Transport transport;
  private final Map<String, String> remembered = new ConcurrentHashMap<>();

  Authorization(
      RegistryAddress registry,
      @Nullable Credentials credentials,
      Set<String> plainHttpHosts,
      Transport transport) {
    this.registry = registry;
    this.credentials = credentials;
    this.plainHttpHosts = plainHttpHosts;
    this.transport = transport;
  }

  /** What satisfied the registry for this scope the last time. */
  Optional<String> remembered(String scope) {
    return Optional.ofNullable(remembered.get(scope));
  }

  /**
   * What satisfies the challenge of a refused request; empty when there is nothing more to offer.
   */
  Optional<String> answer(HttpResponse<?> refused, String scope) throws RegistryException {
    Optional<String> answer = Optional.empty();
    for (String header : refused.headers().allValues("www-authenticate")) {
      Optional<Challenge> challenge = Challenge.read(header);
      if (answer.isEmpty() && challenge.isPresent()) {
        answer = answer(challenge.get(), scope);
      }
    }
    answer.ifPresentOrElse(header -> remembered.put(scope, header), () -> remembered.remove(scope));
    return answer;
  }

  private Optional<String> answer(Challenge challenge, String scope) throws RegistryException {
    return switch (challenge.scheme()) {
      case "basic" -> Optional.ofNullable(credentials).map(Credentials::asBasic);
      case "bearer" -> Optional.of("Bearer " + token(challenge, scope));
      default -> Optional.empty();
    };
  }

  private String token(Challenge challenge, String scope) throws RegistryException {
    URI server = tokenServer(challenge, scope);
    HttpRequest.Builder request = HttpRequest.newBuilder(server);
    if (credentials != null) {
      request.header("Authorization", credentials.asBasic());
    }
    HttpResponse<byte[]> response = transport.send(request, "the token server " + server.getHost());
    if (response.statusCode() != 200) {
      throw new RegistryException(
          "the token server %s of registry %s refuses a token for \"%s\" (status %d)"
              .formatted(server.getHost(), registry, scope, response.statusCode()),
          credentials == null
              ? "give Slipway credentials for this registry"
              : "check the registry's user name and password, and what they may do");
    }
    try {
      JsonNode answer = JSON.readTree(response.body());
      String token = answer.path("token").asText(answer.path("access_token").asText());
      // It goes into a header: only what RFC 6750 lets a token consist of.
      if (token.matches("[A-Za-z0-9._~+/=-]+")) {
        return token;
      }
    } catch (IOException _) {
      // No JSON is no token either.
    }
    throw new RegistryException(
        "the token server %s of registry %s answers without a token"
            .formatted(server.getHost(), registry),
        "look into the log of that server");
  }

  /** The password goes to nobody in the clear, except where the registry itself is spoken to so. */
  private URI tokenServer(Challenge challenge, String scope) throws RegistryException {
    String realm = challenge.parameter("realm").orElse("");
    try {
      URI uri = URI.create(realm);
      String host = uri.getRawAuthority();
      boolean encrypted = "https".equals(uri.getScheme());
      boolean plain = "http".equals(uri.getScheme());
      if (host != null
          && (encrypted || (plain && RegistryAddress.of(host, plainHttpHosts).plainHttp()))) {
        String service = challenge.parameter("service").orElse("");
        return URI.create(
            realm
                + (uri.getRawQuery() == null ? "?" : "&")
                + ("service=" + encode(service))
                + (scope.isEmpty() ? "" : "&scope=" + encode(scope)));
      }
    } catch (IllegalArgumentException _) {
      // No address at all.
    }
    throw new RegistryException(
        "registry " + registry + " wants a token from \"" + realm + "\", which is not https",
        "correct the realm in the registry's configuration");
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
