package dev.slipway.registrysync.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.RegistryFindings;
import dev.slipway.core.registry.RegistryFindings.Anonymous;
import dev.slipway.core.registry.RegistryFindings.Remark;
import dev.slipway.core.registry.RegistryFindings.SignIn;
import dev.slipway.core.registry.RegistryFindings.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs in to one registry, and says in words what came back. Nothing is tried twice. Used by one
 * thread.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token
 *     authentication</a>
 */
public final class SignInTrial implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LARGEST_ANSWER = 1 << 20;

  private final RegistryAddress registry;
  private final Wire wire;
  private final @Nullable Credentials login;
  private final List<Remark> remarks = new ArrayList<>();
  private SignIn signIn = SignIn.UNKNOWN;
  private Anonymous anonymous = Anonymous.UNKNOWN;

  /**
   * Sends nothing yet.
   *
   * @param host of the registry, with its port
   * @param terms of which those of the host are what is tried
   * @param login null to try without
   * @throws RegistryException when the settings name certificates that cannot be read
   */
  public SignInTrial(WireSettings settings, Terms terms, String host, @Nullable Credentials login)
      throws RegistryException {
    this.registry = settings.address(host, terms);
    this.wire = new Wire(settings, terms, terms.of(host).authorities());
    this.login = login;
  }

  /** Tries it. */
  public RegistryFindings run() throws InterruptedException {
    HttpResponse<byte[]> first;
    try {
      first = ask(null);
    } catch (RegistryException e) {
      return refusedByUs(e);
    } catch (IOException e) {
      return notReached(e);
    }
    remarks.add(new Remark(true, reached(), ""));
    try {
      judge(first);
    } catch (RegistryException e) {
      remarks.add(new Remark(false, String.valueOf(e.getMessage()), e.hint()));
    } catch (IOException e) {
      RegistryException why = Wire.explain(e, "the registry " + registry, registry.resource(""));
      remarks.add(new Remark(false, String.valueOf(why.getMessage()), why.hint()));
    }
    limits(first);
    return findings(true, registry.plainHttp() ? Transport.PLAIN : Transport.TRUSTED);
  }

  private String reached() {
    return registry.plainHttp()
        ? registry + " answers over plain HTTP"
        : registry + " answers, and its certificate is trusted";
  }

  private void judge(HttpResponse<byte[]> first)
      throws RegistryException, IOException, InterruptedException {
    switch (first.statusCode()) {
      case 200 -> {
        anonymous = Anonymous.YES;
        signIn = login == null ? SignIn.NONE : SignIn.NOT_WANTED;
        remarks.add(
            new Remark(
                true,
                login == null
                    ? "it wants nobody to sign in"
                    : "it wants nobody to sign in here, so that nothing is known of the password",
                ""));
      }
      case 401 -> answer(first);
      case 404 ->
          remarks.add(
              new Remark(
                  false, "what answers there is no registry: it knows no /v2/", "check the host"));
      default ->
          remarks.add(
              new Remark(
                  false,
                  "it answers with status " + first.statusCode() + " instead of a challenge",
                  registry.plainHttp() && first.statusCode() == 400
                      ? "it may want TLS: give the certificate of its authority (CA)"
                      : "look into the registry's log"));
    }
  }

  private void answer(HttpResponse<byte[]> refused)
      throws RegistryException, IOException, InterruptedException {
    for (String header : refused.headers().allValues("www-authenticate")) {
      Optional<Challenge> challenge = Challenge.read(header);
      if (challenge.isPresent() && challenge.get().scheme().equals("bearer")) {
        byToken(challenge.get());
        return;
      }
      if (challenge.isPresent() && challenge.get().scheme().equals("basic")) {
        byPassword();
        return;
      }
    }
    throw new RegistryException(
        "it wants somebody to sign in, and does not say how",
        "look into the registry's configuration: it takes passwords or tokens");
  }

  private void byPassword() throws RegistryException, IOException, InterruptedException {
    anonymous = Anonymous.NO;
    if (login == null) {
      strangersAreSentAway();
    } else if (login.isIdentityToken()) {
      throw new RegistryException(
          "it wants a password, and only a token is known", "give a user name and a password");
    } else {
      tell(ask(login.asBasic()).statusCode(), registry.host());
    }
  }

  private void strangersAreSentAway() {
    signIn = SignIn.NONE;
    remarks.add(
        new Remark(
            false, "it wants somebody to sign in", "give a user name and a password or token"));
  }

  private void byToken(Challenge challenge)
      throws RegistryException, IOException, InterruptedException {
    HttpResponse<byte[]> stranger = token(challenge, null);
    Optional<String> open = bearer(stranger);
    boolean letsIn = open.isPresent() && ask(open.get()).statusCode() == 200;
    anonymous = letsIn ? Anonymous.YES : Anonymous.NO;
    if (login == null) {
      if (letsIn) {
        signIn = SignIn.NONE;
        remarks.add(new Remark(true, "it lets everybody in to what is public", ""));
      } else {
        strangersAreSentAway();
      }
      return;
    }
    if (login.isIdentityToken()) {
      remarks.add(
          new Remark(true, "the token of the credential helper is tried when it is used", ""));
      return;
    }
    HttpResponse<byte[]> known = token(challenge, login.asBasic());
    Optional<String> token = bearer(known);
    tell(
        token.isPresent() ? ask(token.get()).statusCode() : known.statusCode(),
        known.uri().getAuthority());
    if (letsIn) {
      remarks.add(new Remark(true, "what is public can be had without signing in, too", ""));
    }
  }

  /** What the status says of the login that was sent. */
  private void tell(int status, String by) {
    String user = login == null ? "" : login.user();
    if (status == 200) {
      signIn = SignIn.RIGHT;
      remarks.add(new Remark(true, "it takes the password of " + user, ""));
    } else if (status == 401 || status == 403) {
      signIn = SignIn.WRONG;
      remarks.add(
          new Remark(
              false,
              "%s does not take the password of %s (status %d)".formatted(by, user, status),
              "check the user name, and whether the password or token is still good"));
    } else {
      remarks.add(
          new Remark(
              false,
              "%s answers with status %d when we sign in".formatted(by, status),
              status == 429 ? "wait, then try again" : "look into its log"));
    }
  }

  private HttpResponse<byte[]> ask(@Nullable String authorization)
      throws RegistryException, IOException, InterruptedException {
    return send(registry.resource(""), authorization);
  }

  /** Sends it once, to the very address: redirects are not followed, least of all with a login. */
  private HttpResponse<byte[]> send(URI uri, @Nullable String authorization)
      throws RegistryException, IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Wire.ANSWER_WITHIN);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return wire.send(
        request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
  }

  private HttpResponse<byte[]> token(Challenge challenge, @Nullable String authorization)
      throws RegistryException, IOException, InterruptedException {
    String realm = challenge.parameter("realm").orElse("");
    String service = challenge.parameter("service").orElse("");
    try {
      URI uri =
          URI.create(
              realm
                  + (realm.indexOf('?') < 0 ? "?" : "&")
                  + "service="
                  + URLEncoder.encode(service, StandardCharsets.UTF_8));
      return send(uri, authorization);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          "it wants a token from \"" + realm + "\", which is no address",
          "correct the realm in the registry's configuration",
          e);
    }
  }

  private static Optional<String> bearer(HttpResponse<byte[]> answer) throws IOException {
    if (answer.statusCode() != 200) {
      return Optional.empty();
    }
    JsonNode body = JSON.readTree(answer.body());
    String token = body.path("token").asText(body.path("access_token").asText());
    return token.matches("[A-Za-z0-9._~+/=-]+") ? Optional.of("Bearer " + token) : Optional.empty();
  }

  private void limits(HttpResponse<byte[]> answer) {
    Optional<String> left = answer.headers().firstValue("ratelimit-remaining");
    Optional<String> limit = answer.headers().firstValue("ratelimit-limit");
    if (left.isPresent()) {
      String of = limit.map(all -> " of " + number(all)).orElse("");
      remarks.add(new Remark(true, "requests left: " + number(left.get()) + of, ""));
    }
  }

  /** The value without its parameters, such as {@code 100;w=21600}. */
  private static String number(String header) {
    return header.replaceFirst("[;,].*", "").strip();
  }

  private RegistryFindings refusedByUs(RegistryException e) {
    remarks.add(new Remark(false, String.valueOf(e.getMessage()), e.hint()));
    return findings(false, Transport.UNKNOWN);
  }

  private RegistryFindings notReached(IOException e) {
    TlsTrouble trouble = TlsTrouble.of(e);
    if (trouble != null) {
      remarks.add(trouble.remark(registry));
      return findings(true, trouble.transport());
    }
    RegistryException why = Wire.explain(e, registry.toString(), registry.resource(""));
    remarks.add(
        new Remark(
            false, String.valueOf(why.getMessage()), "check that it runs, and its host and port"));
    return findings(false, Transport.UNKNOWN);
  }

  private RegistryFindings findings(boolean reached, Transport transport) {
    return new RegistryFindings(reached, transport, signIn, anonymous, remarks);
  }

  @Override
  public void close() {
    wire.close();
  }
}
