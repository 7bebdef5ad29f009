package dev.slipway.registrysync;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.core.Secret;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.registry.Authorities;
import dev.slipway.core.registry.RegistryFindings;
import dev.slipway.core.registry.RegistryFindings.Anonymous;
import dev.slipway.core.registry.RegistryFindings.SignIn;
import dev.slipway.core.registry.RegistryFindings.Transport;
import dev.slipway.registrysync.wire.Credentials;
import dev.slipway.registrysync.wire.SignInTrial;
import dev.slipway.registrysync.wire.Terms;
import dev.slipway.registrysync.wire.WireSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of registries that answer in every way that they have. */
class SignInTrialIT {
  private static final Credentials ADA = credentials("swordfish");
  private static final Credentials WRONG = credentials("carp");

  @TempDir Path folder;

  @Test
  void theRightPasswordIsTakenAndAWrongOneIsNot() throws Exception {
    try (DebianRegistry closed = DebianRegistry.start(folder, true)) {
      RegistryFindings right = trial(closed.host(), ADA);
      assertThat(right.well()).isTrue();
      assertThat(right.signIn()).isEqualTo(SignIn.RIGHT);
      assertThat(right.transport()).isEqualTo(Transport.PLAIN);
      assertThat(right.anonymous()).isEqualTo(Anonymous.NO);

      RegistryFindings wrong = trial(closed.host(), WRONG);
      assertThat(wrong.well()).isFalse();
      assertThat(wrong.signIn()).isEqualTo(SignIn.WRONG);
      assertThat(said(wrong)).contains("does not take the password of ada").doesNotContain("carp");
      assertThat(trial(closed.host(), null).signIn()).isEqualTo(SignIn.NONE);
    }
  }

  @Test
  void whoWantsNobodyToSignInSaysNothingOfThePassword() throws Exception {
    try (DebianRegistry open = DebianRegistry.start(folder, false)) {
      RegistryFindings findings = trial(open.host(), ADA);
      assertThat(findings.well()).isTrue();
      assertThat(findings.signIn()).isEqualTo(SignIn.NOT_WANTED);
      assertThat(findings.anonymous()).isEqualTo(Anonymous.YES);
    }
  }

  @Test
  void aTokenServerIsAskedForThePassword() throws Exception {
    try (DebianRegistry open = DebianRegistry.start(folder, false);
        TokenGate gate = TokenGate.before(open.host(), ADA.asBasic())) {
      assertThat(trial(gate.host(), ADA).signIn()).isEqualTo(SignIn.RIGHT);
      assertThat(trial(gate.host(), WRONG).signIn()).isEqualTo(SignIn.WRONG);
      assertThat(gate.asked()).containsOnly("service=gate");
    }
  }

  @Test
  void anUnknownAuthorityIsNamedAndTrustedOnceItIsGiven() throws Exception {
    TestAuthority.Served served = TestAuthority.create(folder);
    try (DebianRegistry closed = DebianRegistry.startWithTls(folder, served)) {
      WireSettings tls =
          new WireSettings(Set.of(), Set.of(closed.host()), null, Set.of(), List.of(), null);
      RegistryFindings before = trial(tls, Terms.NONE, closed.host(), ADA);
      assertThat(before.transport()).isEqualTo(Transport.UNTRUSTED);
      assertThat(before.remarks().getFirst().next()).contains("(CA)");
      List<X509Certificate> authority = Authorities.read(Files.readString(served.certificate()));
      Terms terms = _ -> new Terms.Special(false, authority, 1);
      RegistryFindings after = trial(nothing(), terms, closed.host(), ADA);
      assertThat(after.transport()).isEqualTo(Transport.TRUSTED);
      assertThat(after.signIn()).isEqualTo(SignIn.RIGHT);
      assertThat(said(trial(closed.host(), ADA))).contains("400");
    }
  }

  @Test
  void whoSpeaksNoTlsAndWhoIsAwayAreNamed() throws Exception {
    try (DebianRegistry open = DebianRegistry.start(folder, false)) {
      WireSettings tls =
          new WireSettings(Set.of(), Set.of(open.host()), null, Set.of(), List.of(), null);
      assertThat(said(trial(tls, Terms.NONE, open.host(), null))).contains("does not speak TLS");
    }
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    RegistryFindings away = trial("127.0.0.1:" + free, ADA);
    assertThat(away.reached()).isFalse();
    assertThat(said(away)).contains("cannot be reached");
  }

  @Test
  void aPrivateAddressIsNotEvenTried() throws Exception {
    try (DebianRegistry open = DebianRegistry.start(folder, false)) {
      WireSettings strict =
          new WireSettings(
              Set.of(), Set.of(), AddressPolicy.PUBLIC_ONLY, Set.of(), List.of(), null);
      RegistryFindings findings = trial(strict, Terms.NONE, open.host(), ADA);
      assertThat(findings.reached()).isFalse();
      assertThat(said(findings)).contains("SLIPWAY_ALLOW_PRIVATE_ADDRESSES");
    }
  }

  @Test
  void limitsAreToldAndARedirectTakesNoCredentialsAlong() throws Exception {
    Queue<String> elsewhere = new ConcurrentLinkedQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          elsewhere.add(exchange.getRequestURI().getPath());
          boolean known = exchange.getRequestHeaders().containsKey("Authorization");
          exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
          exchange.getResponseHeaders().set("RateLimit-Limit", "100;w=21600");
          exchange.getResponseHeaders().set("RateLimit-Remaining", "76;w=21600");
          exchange.getResponseHeaders().set("Location", "/away");
          exchange.sendResponseHeaders(known ? 307 : 401, -1);
          exchange.close();
        });
    server.start();
    try {
      RegistryFindings findings = trial("127.0.0.1:" + server.getAddress().getPort(), ADA);
      assertThat(said(findings)).contains("requests left: 76 of 100", "status 307");
      assertThat(elsewhere).containsOnly("/v2/");
    } finally {
      server.stop(0);
    }
  }

  private static RegistryFindings trial(String host, @Nullable Credentials login) throws Exception {
    return trial(nothing(), Terms.NONE, host, login);
  }

  private static RegistryFindings trial(
      WireSettings settings, Terms terms, String host, @Nullable Credentials login)
      throws Exception {
    try (SignInTrial trial = new SignInTrial(settings, terms, host, login)) {
      return trial.run();
    }
  }

  private static WireSettings nothing() {
    return WireSettings.trusting(Set.of());
  }

  private static String said(RegistryFindings findings) {
    return findings.remarks().toString();
  }

  private static Credentials credentials(String password) {
    return new Credentials("ada", new Secret("password", password));
  }
}
