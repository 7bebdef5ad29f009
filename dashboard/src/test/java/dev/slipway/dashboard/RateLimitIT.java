package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.access.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitIT {
  private static final int LIMIT = 5;

  private Stage stage;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage(0, LIMIT);
    browser = new Browser(stage);
  }

  @AfterEach
  void close() {
    browser.close();
    stage.close();
  }

  @Test
  void eachAnswerTellsWhatIsLeftAndTheOneTooManyWhenToComeAgain() throws Exception {
    for (int left = LIMIT - 1; left >= 0; left--) {
      HttpResponse<String> answer = browser.get("/api/v1/me");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("ratelimit-limit")).hasValue("5");
      assertThat(answer.headers().firstValue("ratelimit-remaining")).hasValue("" + left);
    }
    HttpResponse<String> refused = browser.get("/api/v1/me");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("too-many-calls");
    String again = refused.headers().firstValue("retry-after").orElseThrow();
    assertThat(Integer.parseInt(again)).isBetween(1, 60);
    assertThat(refused.headers().firstValue("ratelimit-reset")).hasValue(again);

    stage.addToken("another", "ada", Role.VIEWER);
    assertThat(
            browser
                .anonymously("GET", "/api/v1/me", "Authorization", "Bearer another")
                .statusCode())
        .isEqualTo(200);
    stage.clock.advance(Duration.ofMinutes(1));
    assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(200);
  }

  @Test
  void pagesAreNotCounted() throws Exception {
    for (int i = 0; i < 3 * LIMIT; i++) {
      HttpResponse<String> page = browser.page("/builds");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("ratelimit-limit")).isEmpty();
    }
    assertThat(browser.get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void anAddressWithoutAnyTokenIsHeldBackToo() throws Exception {
    for (int i = 0; i < 5 * LIMIT; i++) {
      assertThat(browser.anonymously("GET", "/api/v1/builds").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> refused = browser.anonymously("GET", "/api/v1/builds");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
  }
}
