package dev.slipway.registrysync.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
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
  private static final long LARGEST_ANSWER = 1 << 20;

  /** What a token server means that does not say for how long its tokens are good. */
  private static final long USUAL_SECONDS = 60;

  private final RegistryAddress registry;
  private final Logins logins;
  private final Wire wire;
  private final InstantSource clock;
  private final Map<Scope, Remembered> remembered = new ConcurrentHashMap<>();
  private final Map<Scope, ReentrantLock> turns = new ConcurrentHashMap<>();

  Authorization(RegistryAddress registry, Logins logins, Wire wire, InstantSource clock) {
    this.registry = registry;
    this.logins = logins;
    this.wire = wire;
    this.clock = clock;
  }

  /** The value of a header, and how long it is of use. */
  private record Remembered(String header, Instant until) {}

  /** What satisfied the registry for this scope the last time, if it still does. */
  Optional<String> remembered(Scope scope) {
    return Optional.ofNullable(remembered.get(scope))
        .filter(known -> clock.instant().isBefore(known.until()))
        .map(Remembered::header);
  }

  /**
   * What satisfies the challenge of a refused request; empty when there is nothing more to offer.
   * Of many that are refused at once, one asks for a token.
   */
  Optional<String> answer(HttpResponse<?> refused, Scope scope)
      throws RegistryException, InterruptedException {
    ReentrantLock turn = turns.computeIfAbsent(scope, _ -> new ReentrantLock());
    turn.lockInterruptibly();
    try {
      Optional<String> refusedOne = refused.request().headers().firstValue("authorization");
      Optional<String> newer = remembered(scope);
      return newer.isPresent() && !newer.equals(refusedOne) ? newer : offer(refused, scope);
    } finally {
      turn.unlock();
    }
  }

  private Optional<String> offer(HttpResponse<?> refused, Scope scope)
      throws RegistryException, InterruptedException {
    for (String header : refused.headers().allValues("www-authenticate")) {
      Optional<Challenge> challenge = Challenge.read(header);
      if (challenge.isPresent()) {
        Optional<Remembered> answer = answer(challenge.get(), scope);
        if (answer.isPresent()) {
          remembered.put(scope, answer.get());
          return answer.map(Remembered::header);
        }
      }
    }
    remembered.remove(scope);
    return Optional.empty();
  }

  private Optional<Remembered> answer(Challenge challenge, Scope scope)
      throws RegistryException, InterruptedException {
    Optional<Credentials> login = logins.at(registry.host());
    return switch (challenge.scheme()) {
      case "basic" ->
          login
              .filter(known -> !known.isIdentityToken())
              .map(known -> new Remembered(known.asBasic(), Instant.MAX));
      case "bearer" -> Optional.of(token(challenge, scope, login.orElse(null)));
      default -> Optional.empty();
    };
  }

  private Remembered token(Challenge challenge, Scope scope, @Nullable Credentials login)
      throws RegistryException, InterruptedException {
    HttpRequest request = request(challenge, scope, login);
    String server = request.uri().getHost();
    HttpResponse<byte[]> response = send(request, "the token server " + server);
    if (response.statusCode() != 200) {
      throw new RegistryException(
          "the token server %s of registry %s refuses a token for \"%s\" (status %d)"
              .formatted(server, registry, scope, response.statusCode()),
          login == null
              ? "give Slipway credentials for this registry"
              : "check the registry's user name and password, and what they may do");
    }
    try {
      return read(JSON.readTree(response.body()), server);
    } catch (IOException e) {
      throw noToken(server, e);
    }
  }

  private Remembered read(JsonNode answer, String server) throws RegistryException {
    String token = answer.path("token").asText(answer.path("access_token").asText());
    // It goes into a header: only what RFC 6750 lets a token consist of.
    if (!token.matches("[A-Za-z0-9._~+/=-]+")) {
      throw noToken(server, null);
    }
    long good = answer.path("expires_in").asLong(USUAL_SECONDS);
    // Not to the last second, in which it would run out on its way.
    Duration used = Duration.ofSeconds(Math.max(good, USUAL_SECONDS)).multipliedBy(9).dividedBy(10);
    return new Remembered("Bearer " + token, clock.instant().plus(used));
  }

  private RegistryException noToken(String server, @Nullable IOException cause) {
    return new RegistryException(
        "the token server %s of registry %s answers without a token".formatted(server, registry),
        "look into the log of that server",
        cause == null ? new IOException("no token in the answer") : cause);
  }

  private HttpResponse<byte[]> send(HttpRequest request, String whom)
      throws RegistryException, InterruptedException {
    try {
      return wire.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    } catch (IOException e) {
      throw Wire.explain(e, whom, request.uri());
    }
  }

  private HttpRequest request(Challenge challenge, Scope scope, @Nullable Credentials login)
      throws RegistryException {
    String realm = challenge.parameter("realm").orElse("");
    String service = challenge.parameter("service").orElse("");
    try {
      if (login != null && login.isIdentityToken()) {
        return HttpRequest.newBuilder(URI.create(realm))
            .timeout(Wire.ANSWER_WITHIN)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(service, scope, login)))
            .build();
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(realm + separator(realm) + query(service, scope)))
              .timeout(Wire.ANSWER_WITHIN);
      if (login != null) {
        request.header("Authorization", login.asBasic());
      }
      return request.build();
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          "registry " + registry + " wants a token from \"" + realm + "\", which is no address",
          "correct the realm in the registry's configuration",
          e);
    }
  }

  private static String separator(String realm) {
    return realm.indexOf('?') < 0 ? "?" : "&";
  }

  private static String query(String service, Scope scope) {
    return "service="
        + encode(service)
        + scope.parts().stream()
            .map(part -> "&scope=" + encode(part))
            .collect(Collectors.joining());
  }

  private static String form(String service, Scope scope, Credentials login) {
    return "grant_type=refresh_token&client_id=slipway&service="
        + encode(service)
        + "&scope="
        + encode(scope.toString())
        + "&refresh_token="
        + encode(login.password().reveal());
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
