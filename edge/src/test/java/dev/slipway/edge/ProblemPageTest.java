package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemPageTest {
  private final Problem problem = Problem.noAnswer("shop.production", "shop.localhost", "is gone");

  @Test
  void showsABrowserWhatHappenedAndWhatToDo() {
    String page = ProblemPage.html(problem, "id-1");
    assertThat(page).contains("502", "shop.production", "shop.localhost", "is gone", "id-1");
    assertThat(page).doesNotContain("http://", "https://", "<script", "style=");
  }

  @Test
  void writesWhatTheClientSentAsText() {
    assertThat(ProblemPage.html(Problem.unknownHost("<img>"), "i\"d"))
        .contains("&lt;img&gt;", "i&quot;d")
        .doesNotContain("<img>");
  }

  @Test
  void letsItsOwnStyleThroughItsPolicyByDigest() {
    assertThat(ProblemPage.POLICY).matches("default-src 'none'; style-src 'sha256-[^']{44}'");
  }

  @Test
  void choosesPlainTextForWhoeverDoesNotAskForAPage() {
    assertThat(ProblemPage.wantsHtml(null)).isFalse();
    assertThat(ProblemPage.wantsHtml("*/*")).isFalse();
    assertThat(ProblemPage.wantsHtml("text/html,application/xhtml+xml")).isTrue();
  }
}
