package dev.slipway.webhook.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.source.Forge;
import dev.slipway.core.source.RepositoryName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadScanTest {
  @Test
  void findsTheRepositoryWhereverItStands() {
    assertThat(
            name(
                "{\"a\": {\"repository\": 1}, \"repository\": {\"id\": 2, \"full_name\": \"a/b\"}}"))
        .isEqualTo("a/b");
  }

  @Test
  void readsNoFurtherThanItMust() {
    assertThat(name("{\"repository\": {\"full_name\": \"g/sub/b\"}, \"rest\": broken"))
        .isEqualTo("g/sub/b");
  }

  @Test
  void takesWhatCameBeforeTheTrouble() {
    ReceivedRequest request =
        Requests.of(Forge.GITEE, "{\"a\": 5, \"b\": {\"c\": \"x\"}, \"d\": br");
    assertThat(PayloadScan.of(request, "d", "b.c", "a").toString()).isEqualTo("{a=5, b.c=x}");
  }

  @Test
  void theFirstOfTwoFieldsOfOneNameCounts() {
    String twice = "{\"repository\": {\"full_name\": \"a/b\", \"full_name\": \"c/d\"}}";
    assertThat(name(twice)).isEqualTo("a/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "5",
        "{",
        "{\"repository\": \"a/b\"}",
        "{\"repository\": {}}",
        "{\"repository\": {\"full_name\": \"../../etc\"}}",
        "{\"repository\": {\"full_name\": {\"x\": 1}}}",
        "{\"repository.full_name\": \"a\"}",
        "{\"other\": {\"repository\": {\"full_name\": \"a/b\"}}}"
      })
  void findsNothingWhereThereIsNone(String json) {
    assertThat(name(json)).isEmpty();
  }

  @Test
  void doesNotLookAtHugeOrBottomlessThings() {
    String huge = "a/".repeat(1_000_000);
    assertThat(name("{\"repository\": {\"full_name\": \"" + huge + "\"}}")).isEmpty();
    String deep = "{\"repository\":".repeat(5_000) + "1" + "}".repeat(5_000);
    assertThat(name(deep)).isEmpty();
  }

  private static String name(String json) {
    return PayloadScan.repositoryName(Requests.of(Forge.GITHUB, json), "repository.full_name")
        .map(RepositoryName::value)
        .orElse("");
  }
}
