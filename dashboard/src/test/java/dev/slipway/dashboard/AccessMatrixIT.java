package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.access.Audit;
import dev.slipway.core.access.AuditEntry;
import dev.slipway.core.access.Principal;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.User;
import dev.slipway.dashboard.access.Rule;
import dev.slipway.dashboard.http.Caller;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every route, called by every role, with a session and with a token, held against the docs. */
class AccessMatrixIT {
  private static final Path DOCS = Path.of("..", "docs", "access.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `(GET|POST|PUT|DELETE) (/\\S*)` \\| (\\w+) \\|");
  private static final String ANYBODY = "anybody";

  private final HttpClient client = HttpClient.newHttpClient();
  private Stage stage;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    for (Role role : Role.values()) {
      stage.access.users().add(User.fresh(role.id(), role, stage.clock.instant()));
      stage.addToken("token-of-" + role.id(), role.id(), role);
    }
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    stage.close();
  }

  @Test
  void theTableInTheDocsIsWhatTheRoutesDemand() throws Exception {
    Map<String, String> routes = new TreeMap<>();
    for (Rule rule : stage.routes) {
      Role role = rule.role();
      routes.put(rule.action(), role == null ? ANYBODY : role.id());
    }
    assertThat(documented()).isEqualTo(routes);
  }

  @Test
  void everyRouteAnswersEachRoleAsTheTableSays() throws Exception {
    Map<String, String> table = documented();
    for (Rule rule : stage.routes) {
      for (Role role : Role.values()) {
        for (boolean session : new boolean[] {true, false}) {
          Told answer = call(rule, role, session);
          String needed = table.getOrDefault(rule.action(), "");
          String what = rule.action() + " as " + role + (session ? " by session" : " by token");
          if (needed.equals(ANYBODY) || role.covers(Role.of(needed))) {
            assertThat(answer.status()).as(what).isNotEqualTo(403).isNotEqualTo(500);
            assertThat(answer.status() == 401)
                .as(what)
                .isEqualTo(rule.path().equals("/sign-in") && rule.method().equals("POST"));
          } else {
            assertThat(answer.status()).as(what).isEqualTo(403);
            assertThat(answer.body()).as(what).contains("missing-role", "role " + needed);
          }
        }
      }
    }
  }

  @Test
  void everyCallThatChangesSomethingIsWrittenDownOnceAlsoWhenItIsRefused() throws Exception {
    Audit audit = stage.access.audit();
    for (Rule rule : stage.routes) {
      for (Role role : Role.values()) {
        long before = audit.ends().headNumber();
        int status = call(rule, role, false).status();
        long written = audit.ends().headNumber() - before;
        assertThat(written).as(rule + " as " + role).isEqualTo(rule.changes() ? 1 : 0);
        if (rule.changes()) {
          AuditEntry entry = audit.read(before + 1, 1).getFirst();
          assertThat(entry.deed().outcome()).as(rule.toString()).isEqualTo(status);
          assertThat(entry.deed().who()).isEqualTo(role.id());
          assertThat(entry.deed().by()).isEqualTo("tok_token-of-" + role.id());
          assertThat(entry.deed().action()).isEqualTo(rule.action());
          assertThat(entry.deed().object()).isEqualTo(path(rule));
          assertThat(entry.deed().from()).isEqualTo("127.0.0.1");
        }
      }
    }
  }

  @Test
  void onlyRoutesThatMerelyAskAreKeptOutOfTheLog() {
    assertThat(stage.routes)
        .filteredOn(rule -> !rule.changes() && !rule.method().equals("GET"))
        .extracting(Rule::path)
        .containsExactlyInAnyOrder(
            "/api/v1/deliveries/:id/simulate",
            "/deliveries/:id/simulate",
            "/api/v1/registries/:host/test",
            "/settings/registries/test",
            "/api/v1/pipeline/validate");
  }

  private static Map<String, String> documented() throws Exception {
    Map<String, String> documented = new TreeMap<>();
    for (String line : Files.readAllLines(DOCS)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        documented.put(row.group(1) + " " + row.group(2), row.group(3));
      }
    }
    return documented;
  }

  private Told call(Rule rule, Role role, boolean bySession) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(stage.url(path(rule)))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(
                rule.method(),
                rule.method().equals("GET")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString("{}"));
    if (bySession) {
      Caller caller = session(role);
      request.header("Cookie", "slipway=" + caller.session());
      request.header("X-CSRF-Token", caller.csrfToken());
      request.header("Origin", "http://slipway.example.com:8080");
    } else {
      request.header("Authorization", "Bearer token-of-" + role.id());
    }
    // Some answers never end by themselves: the head is there at once.
    HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      boolean endless = answer.headers().firstValue("content-type").orElse("").contains("stream");
      String text = endless ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return new Told(answer.statusCode(), text);
    }
  }

  /** A new one each time: some routes end it. */
  private Caller session(Role role) {
    String secret = "slps_" + role.id();
    String id = stage.signIn(secret, role.id()).id().value();
    return new Caller(new Principal(role.id(), role), id, secret);
  }

  private static String path(Rule rule) {
    return rule.path().replaceAll(":[a-z]+", "x").replace("*", "a/b.svg");
  }

  private record Told(int status, String body) {}
}
