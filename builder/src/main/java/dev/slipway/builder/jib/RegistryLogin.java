package dev.slipway.builder.jib;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.builder.image.RegistryCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers a registry that wants to know who asks. Safe for concurrent use.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token
 *     authentication</a>
 */
final class RegistryLogin {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]+");

  private final HttpClient http;
  private final Supplier<Optional<RegistryCredentials>> credentials;

  /** Asks for the credentials whenever the registry does. */
  RegistryLogin(HttpClient http, Supplier<Optional<RegistryCredentials>> credentials) {
    this.http = http;
    this.credentials = credentials;
  }

  /** The header that satisfies the challenge; empty when there is nothing to offer. */
  Optional<String> answer(HttpHeaders refused, String repository)
      throws IOException, InterruptedException {
    String challenge = refused.firstValue("WWW-Authenticate").orElse("");
    if (challenge.regionMatches(true, 0, "basic", 0, 5)) {
      return basic();
    }
    return challenge.regionMatches(true, 0, "bearer", 0, 6)
        ? token(challenge, repository)
        : Optional.empty();
  }

  private Optional<String> basic() {
    return credentials
        .get()
        .map(who -> who.username() + ":" + who.password())
        .map(both -> Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)))
        .map(encoded -> "Basic " + encoded);
  }

  private Optional<String> token(String challenge, String repository)
      throws IOException, InterruptedException {
    URI realm = URI.create(parameter(challenge, "realm"));
    boolean safe =
        "https".equals(realm.getScheme())
            || ("http".equals(realm.getScheme())
                && RegistryHttp.isLoopback(String.valueOf(realm.getRawAuthority())));
    if (!safe) {
      throw new IOException("the registry wants a token from " + realm + ", which is not https");
    }
    String query =
        "service="
            + encode(parameter(challenge, "service"))
            + "&scope="
            + encode("repository:" + repository + ":pull,push");
    String separator = realm.getRawQuery() == null ? "?" : "&";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(realm + separator + query))
            .timeout(Duration.ofSeconds(30));
    basic().ifPresent(header -> request.header("Authorization", header));
    HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      return Optional.empty();
    }
    JsonNode body = JSON.readTree(answer.body());
    String token = body.path("token").asText(body.path("access_token").asText());
    return TOKEN.matcher(token).matches() ? Optional.of("Bearer " + token) : Optional.empty();
  }

  private static String parameter(String challenge, String name) {
    Matcher parameter = PARAMETER.matcher(challenge);
    while (parameter.find()) {
      if (parameter.group(1).equalsIgnoreCase(name)) {
        return parameter.group(2);
      }
    }
    return "";
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
