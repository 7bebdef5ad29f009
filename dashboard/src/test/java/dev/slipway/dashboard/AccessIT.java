package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dashboard.access.Rule;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessIT {
  private static final String FORM = "application/x-www-form-urlencoded";

  private static final List<String> PUBLIC =
      List.of(
          "/sign-in",
          "/assets/:hash/:name",
          "/healthz",
          "/readyz",
          "/openapi.yaml",
          "/schema/pipeline.json",
          "/badge/*");

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
  void noRouteButThePublicOnesAnswersAStranger() throws Exception {
    assertThat(stage.routes).hasSizeGreaterThan(40);
    for (Rule route : stage.routes) {
      HttpResponse<String> answer =
          browser.anonymously(route.method(), route.path().replaceAll(":[a-z]+", "x"));
      if (route.role() != null) {
        assertThat(answer.statusCode()).as(route.toString()).isEqualTo(401);
        assertThat(answer.headers().firstValue("content-type"))
            .hasValue("application/problem+json");
      } else {
        assertThat(PUBLIC).contains(route.path());
      }
    }
  }

  @Test
  void everybodysEditorReadsTheSchemaOfPipelineFilesAndKeepsIt() throws Exception {
    var answer = browser.anonymously("GET", "/schema/pipeline.json", "Origin", "https://e.example");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(Stage.PIPELINE_SCHEMA);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/schema+json");
    assertThat(answer.headers().firstValue("access-control-allow-origin")).hasValue("*");
    String tag = answer.headers().firstValue("etag").orElseThrow();
    var again =
        browser.anonymously("GET", "/schema/pipeline.json", "If-None-Match", "\"x\", " + tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("etag")).hasValue(tag);
  }

  @Test
  void aStrangersBrowserIsSentToSignInAndComesBack() throws Exception {
    var answer =
        browser.anonymously("GET", "/builds?status=failed", "Accept", "text/html,*/*;q=0.8");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("location"))
        .hasValue("/sign-in?return=%2Fbuilds%3Fstatus%3Dfailed");
    var signedIn = signIn("&return=/builds?status=failed");
    assertThat(signedIn.headers().firstValue("location")).hasValue("/builds?status=failed");
  }

  @Test
  void signingInNeverLeadsOffTheSite() throws Exception {
    for (String elsewhere :
        List.of("//evil.example", "https://evil.example/", "/%5Cevil.example")) {
      assertThat(signIn("&return=" + elsewhere).headers().firstValue("location")).hasValue("/");
    }
  }

  @Test
  void aWrongTokenIsRefusedWithoutASession() throws Exception {
    var answer = browser.send("POST", "/sign-in", "token=wrong", "Content-Type", FORM);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
  }

  @Test
  void aSessionReadsAndEndsForGood() throws Exception {
    String cookie = cookie();
    assertThat(browser.anonymously("GET", "/api/v1/builds", "Cookie", cookie).statusCode())
        .isEqualTo(200);
    String page =
        browser.anonymously("GET", "/builds", "Cookie", cookie, "Accept", "text/html").body();
    var out =
        browser.send(
            "POST", "/sign-out", "csrf=" + csrf(page), "Content-Type", FORM, "Cookie", cookie);
    assertThat(out.statusCode()).isEqualTo(303);
    assertThat(browser.anonymously("GET", "/api/v1/builds", "Cookie", cookie).statusCode())
        .isEqualTo(401);
  }

  @Test
  void aSessionChangesNothingWithoutItsCsrfToken() throws Exception {
    String cookie = cookie();
    String json = "{\"forge\":\"git\",\"name\":\"a/b\",\"clone_url\":\"https://x.example/a/b\"}";
    for (String token : List.of("", "wrong")) {
      var answer =
          browser.send(
              "POST", "/api/v1/repositories", json, "Cookie", cookie, "X-CSRF-Token", token);
      assertThat(answer.statusCode()).isEqualTo(403);
    }
    assertThat(stage.repositories.all()).isEmpty();
  }

  @Test
  void anotherSiteCannotUseASessionNotEvenToRead() throws Exception {
    String cookie = cookie();
    for (String path : List.of("/api/v1/builds", "/api/v1/events")) {
      var answer =
          browser.anonymously("GET", path, "Cookie", cookie, "Sec-Fetch-Site", "cross-site");
      assertThat(answer.statusCode()).isEqualTo(403);
      answer = browser.anonymously("GET", path, "Cookie", cookie, "Origin", "https://evil.example");
      assertThat(answer.statusCode()).isEqualTo(403);
    }
  }

  @Test
  void everyAnswerCarriesAStrictPolicy() throws Exception {
    for (String path : List.of("/sign-in", "/healthz", "/nowhere", "/api/v1/builds")) {
      var headers = browser.anonymously("GET", path).headers();
      assertThat(headers.firstValue("content-security-policy"))
          .hasValueSatisfying(policy ->
              assertThat(policy)
                  .contains("default-src 'none'", "frame-ancestors 'none'")
                  .doesNotContain("unsafe"));
      assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
    }
  }

  private HttpResponse<String> signIn(String more) throws Exception {
    return browser.send("POST", "/sign-in", "token=" + Stage.TOKEN + more, "Content-Type", FORM);
  }

  private String cookie() throws Exception {
    String header = signIn("").headers().firstValue("set-cookie").orElseThrow();
    assertThat(header).contains("SameSite=Lax").containsIgnoringCase("HttpOnly");
    return header.substring(0, header.indexOf(';'));
  }

  private static String csrf(String page) {
    int start = page.indexOf("name=\"csrf\" value=\"") + 19;
    return page.substring(start, page.indexOf('"', start));
  }
}
