package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.access.AuditEntry;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.Session;
import dev.slipway.core.access.User;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People, their passwords and their sessions. */
class PeopleIT {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String PASSWORD = "four words of hers";
  private static final String OTHER = "quite another phrase";

  private Stage stage;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    browser = new Browser(stage);
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  @Test
  void anAdministratorAddsSomebodyWhoThenSignsIn() throws Exception {
    HttpResponse<String> added = addGrace();
    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(added.body()).doesNotContain(PASSWORD, "argon2");
    assertThat(stage.access.users().passwordHash("grace").orElseThrow())
        .startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    String cookie = cookie(signIn("grace", PASSWORD));
    JsonNode me = Browser.json(withCookie("GET", "/api/v1/me", cookie));
    assertThat(me.path("name").asText()).isEqualTo("grace");
    assertThat(me.path("role").asText()).isEqualTo("developer");
    JsonNode user = Browser.json(browser.get("/api/v1/users/grace"));
    assertThat(user.path("last_seen_at").isNull()).isFalse();
    assertThat(addGrace().statusCode()).isEqualTo(409);
  }

  @Test
  void everythingThatIsWrongWithAUserIsToldAtOnceAndNeverThePassword() throws Exception {
    var answer =
        browser.post(
            "/api/v1/users", "{\"name\":\"Grace H\",\"role\":\"boss\",\"password\":\"short1\"}");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(Browser.json(answer).get("problems").findValuesAsText("path"))
        .containsExactly("name", "role", "password");
    assertThat(answer.body()).doesNotContain("short1");
    for (String easy : List.of("aaaaaaaaaaaaaaaa", "gracegracegracegrace", "x".repeat(257))) {
      assertThat(
              browser
                  .post(
                      "/api/v1/users",
                      "{\"name\":\"grace\",\"role\":\"viewer\",\"password\":\"" + easy + "\"}")
                  .statusCode())
          .isEqualTo(422);
    }
  }

  @Test
  void wrongNamesWrongPasswordsAndThoseShutOutGetTheSameAnswer() throws Exception {
    addGrace();
    stage.access.users().add(User.fresh("alan", Role.VIEWER, stage.clock.instant()));
    String refusal = refused(signIn("grace", OTHER), "grace");
    assertThat(refused(signIn("nobody", PASSWORD), "nobody")).isEqualTo(refusal);
    assertThat(refused(signIn("alan", PASSWORD), "alan")).isEqualTo(refusal);
    stage.access.users().setDisabled("grace", true);
    assertThat(refused(signIn("grace", PASSWORD), "grace")).isEqualTo(refusal);
  }

  @Test
  void triesRunOutAlsoForTheRightPassword() throws Exception {
    addGrace();
    HttpResponse<String> answer = signIn("grace", OTHER);
    for (int i = 0; i < 20 && answer.statusCode() == 401; i++) {
      answer = signIn("grace", OTHER);
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(Long.parseLong(answer.headers().firstValue("retry-after").orElseThrow()))
        .isBetween(800L, 901L);
    assertThat(signIn("grace", PASSWORD).statusCode()).isEqualTo(429);
    stage.clock.advance(Duration.ofMinutes(15));
    assertThat(signIn("grace", PASSWORD).statusCode()).isEqualTo(303);
  }

  @Test
  void aSessionIsAnotherOneAfterEachSignInAndEndsIdleOrOld() throws Exception {
    addGrace();
    String first = cookie(signIn("grace", PASSWORD));
    var again =
        browser.send(
            "POST", "/sign-in", form("grace", PASSWORD), "Content-Type", FORM, "Cookie", first);
    String second = cookie(again);
    assertThat(second).isNotEqualTo(first);
    assertThat(withCookie("GET", "/api/v1/me", first).statusCode()).isEqualTo(401);
    stage.clock.advance(Session.IDLE.minusMinutes(2));
    assertThat(withCookie("GET", "/api/v1/me", second).statusCode()).isEqualTo(200);
    stage.clock.advance(Session.IDLE.plusMinutes(1));
    assertThat(withCookie("GET", "/api/v1/me", second).statusCode()).isEqualTo(401);
  }

  @Test
  void changingAPasswordEndsTheOtherSessionsAndNeedsTheOldOne() throws Exception {
    addGrace();
    String here = cookie(signIn("grace", PASSWORD));
    String elsewhere = cookie(signIn("grace", PASSWORD));
    String csrf = csrf(withCookie("GET", "/settings", here, "Accept", "text/html").body());
    var wrong = submit("/settings/password", here, csrf, "current=x&password=" + words(OTHER));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("Is not your password");
    var right =
        submit(
            "/settings/password",
            here,
            csrf,
            "current=" + words(PASSWORD) + "&password=" + words(OTHER));
    assertThat(right.headers().firstValue("location")).hasValue("/settings?done=password");
    assertThat(withCookie("GET", "/api/v1/me", here).statusCode()).isEqualTo(200);
    assertThat(withCookie("GET", "/api/v1/me", elsewhere).statusCode()).isEqualTo(401);
    assertThat(signIn("grace", PASSWORD).statusCode()).isEqualTo(401);
    assertThat(signIn("grace", OTHER).statusCode()).isEqualTo(303);
  }

  @Test
  void sessionsAreListedAndEndedByTheirOwnerOnly() throws Exception {
    addGrace();
    String here = cookie(signIn("grace", PASSWORD));
    String elsewhere = cookie(signIn("grace", PASSWORD));
    JsonNode sessions = Browser.json(withCookie("GET", "/api/v1/me/sessions", here)).path("items");
    assertThat(sessions).hasSize(2);
    String other = "";
    for (JsonNode each : sessions) {
      other = each.path("current").asBoolean() ? other : each.path("id").asText();
    }
    assertThat(browser.delete("/api/v1/me/sessions/" + other).statusCode()).isEqualTo(404);
    String csrf = csrf(withCookie("GET", "/settings", here, "Accept", "text/html").body());
    assertThat(submit("/settings/sessions/" + other + "/end", here, csrf, "").statusCode())
        .isEqualTo(303);
    assertThat(withCookie("GET", "/api/v1/me", elsewhere).statusCode()).isEqualTo(401);
  }

  @Test
  void aRoleCountsFromTheNextRequestOnForTokensToo() throws Exception {
    addGrace();
    stage.addToken("graces-token", "grace", Role.DEVELOPER);
    String[] graces = {"Authorization", "Bearer graces-token"};
    String build = "/api/v1/builds/none/cancel";
    assertThat(browser.send("POST", build, "{}", graces).statusCode()).isEqualTo(404);
    assertThat(browser.put("/api/v1/users/grace", "{\"role\":\"viewer\"}").statusCode())
        .isEqualTo(200);
    var refused = browser.send("POST", build, "{}", graces);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("needs the role developer", "grace calls as viewer");
    browser.put("/api/v1/users/grace", "{\"disabled\":true}");
    assertThat(browser.send("GET", "/api/v1/me", "", graces).statusCode()).isEqualTo(401);
    browser.put("/api/v1/users/grace", "{\"disabled\":false}");
    assertThat(browser.send("GET", "/api/v1/me", "", graces).statusCode()).isEqualTo(200);
    assertThat(browser.delete("/api/v1/users/grace").statusCode()).isEqualTo(204);
    assertThat(browser.send("GET", "/api/v1/me", "", graces).statusCode()).isEqualTo(401);
  }

  @Test
  void theLastAdministratorCannotBeTakenAway() throws Exception {
    assertThat(browser.delete("/api/v1/users/ada").statusCode()).isEqualTo(409);
    var answer = browser.put("/api/v1/users/ada", "{\"role\":\"viewer\"}");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("last administrator");
    assertThat(browser.put("/api/v1/users/ada", "{\"disabled\":true}").statusCode()).isEqualTo(409);
  }

  @Test
  void theFirstTokenOpensThePageUntilItsOwnerHasAPassword() throws Exception {
    assertThat(browser.anonymously("GET", "/sign-in").body())
        .contains("Token")
        .doesNotContain("name=\"password\"");
    String token = "token=" + Stage.TOKEN;
    assertThat(browser.send("POST", "/sign-in", token, "Content-Type", FORM).statusCode())
        .isEqualTo(303);
    assertThat(
            browser.put("/api/v1/me/password", "{\"password\":\"" + PASSWORD + "\"}").statusCode())
        .isEqualTo(204);
    assertThat(browser.send("POST", "/sign-in", token, "Content-Type", FORM).statusCode())
        .isEqualTo(401);
    assertThat(browser.anonymously("GET", "/sign-in").body()).contains("name=\"password\"");
    assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(200);
  }

  @Test
  void aTokenThatMayLessThanItsOwnerOpensNoSession() throws Exception {
    stage.addToken("lesser", "ada", Role.VIEWER);
    assertThat(browser.send("POST", "/sign-in", "token=lesser", "Content-Type", FORM).statusCode())
        .isEqualTo(401);
  }

  @Test
  void signInsAreWrittenDownWhoeverTheyAreOf() throws Exception {
    addGrace();
    signIn("grace", OTHER);
    signIn("grace", PASSWORD);
    signIn("nobody", PASSWORD);
    List<AuditEntry> entries = stage.access.audit().read(2, 10);
    assertThat(entries).extracting(it -> it.deed().who()).containsExactly("grace", "grace", "");
    assertThat(entries).extracting(it -> it.deed().outcome()).containsExactly(401, 303, 401);
    assertThat(entries.get(1).deed().by()).startsWith("ses_");
  }

  @Test
  void behindAProxyOnThisMachineTheAddressIsTheOneThatItTells() throws Exception {
    String[] proxied = {
      "Content-Type", FORM, "X-Forwarded-For", "203.0.113.9, 198.51.100.7", "Accept", "text/html"
    };
    browser.send("POST", "/sign-in", form("nobody", OTHER), proxied);
    proxied[3] = "<script>";
    browser.send("POST", "/sign-in", form("nobody", OTHER), proxied);
    assertThat(stage.access.audit().read(1, 10))
        .extracting(entry -> entry.deed().from())
        .containsExactly("198.51.100.7", "127.0.0.1");
  }

  @Test
  void thePageOfPeopleDoesWhatTheApiDoes() throws Exception {
    String cookie =
        cookie(browser.send("POST", "/sign-in", "token=" + Stage.TOKEN, "Content-Type", FORM));
    String csrf = csrf(withCookie("GET", "/settings/users", cookie, "Accept", "text/html").body());
    String page = "/settings/users";
    assertThat(
            submit(page, cookie, csrf, "name=grace&role=viewer&password=" + words(PASSWORD))
                .headers()
                .firstValue("location"))
        .hasValue("/settings/users?done=added");
    var refused = submit(page, cookie, csrf, "name=alan&role=viewer&password=short1");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("too short", "value=\"alan\"").doesNotContain("short1");
    submit(page + "/grace", cookie, csrf, "role=maintainer&disabled=true");
    User grace = stage.access.users().find("grace").orElseThrow();
    assertThat(grace.role()).isEqualTo(Role.MAINTAINER);
    assertThat(grace.disabled()).isTrue();
    submit(page + "/grace/password", cookie, csrf, "password=" + words(OTHER));
    assertThat(submit(page + "/ada/remove", cookie, csrf, "").statusCode()).isEqualTo(409);
    assertThat(submit(page + "/grace/remove", cookie, csrf, "").statusCode()).isEqualTo(303);
    assertThat(stage.access.users().find("grace")).isEmpty();
  }

  private HttpResponse<String> addGrace() throws Exception {
    return browser.post(
        "/api/v1/users",
        "{\"name\":\"grace\",\"role\":\"developer\",\"password\":\"" + PASSWORD + "\"}");
  }

  private HttpResponse<String> signIn(String name, String password) throws Exception {
    return browser.send("POST", "/sign-in", form(name, password), "Content-Type", FORM);
  }

  private static String form(String name, String password) {
    return "name=" + name + "&password=" + words(password);
  }

  private static String words(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String refused(HttpResponse<String> answer, String name) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
    return answer.body().replace("value=\"" + name + "\"", "");
  }

  private HttpResponse<String> submit(String path, String cookie, String csrf, String fields)
      throws Exception {
    return browser.send(
        "POST",
        path,
        "csrf=" + csrf + "&" + fields,
        "Content-Type",
        FORM,
        "Accept",
        "text/html",
        "Cookie",
        cookie);
  }

  private HttpResponse<String> withCookie(String method, String path, String cookie, String... more)
      throws Exception {
    String[] headers = new String[more.length + 2];
    System.arraycopy(more, 0, headers, 0, more.length);
    headers[more.length] = "Cookie";
    headers[more.length + 1] = cookie;
    return browser.anonymously(method, path, headers);
  }

  private static String cookie(HttpResponse<String> answer) {
    String header = answer.headers().firstValue("set-cookie").orElseThrow();
    return header.substring(0, header.indexOf(';'));
  }

  private static String csrf(String page) {
    int start = page.indexOf("name=\"csrf\" value=\"") + 19;
    return page.substring(start, page.indexOf('"', start));
  }
}
