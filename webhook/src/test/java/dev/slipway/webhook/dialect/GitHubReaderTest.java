package dev.slipway.webhook.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each payload file has a neighbour that says what must be read from it. */
class GitHubReaderTest {
  private static final String SHA = "6f1c0a9d2e4b8c7d5a3f1e0b9c8d7a6f5e4d3c2b";

  static List<Path> payloads() throws IOException, URISyntaxException {
    URL folder = Objects.requireNonNull(GitHubReaderTest.class.getResource("github"));
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void readsWhatTheNeighbourSays(Path payload) throws Exception {
    String expected =
        Files.readString(Path.of(payload.toString().replace(".json", ".expected.txt")))
            .stripTrailing();
    ForgeEvent event = GitHubReader.read("push", Payload.read(Files.readAllBytes(payload)));
    assertThat(event.changes()).hasSize(1);
    assertThat(describe(event.changes().getFirst()).stripTrailing()).isEqualTo(expected);
  }

  @Test
  void thereAreEnoughPairs() throws Exception {
    assertThat(payloads()).hasSizeGreaterThan(10);
  }

  @Test
  void pingsAndUnknownEventsAreNotedAndChangeNothing() throws Exception {
    for (String event : List.of("ping", "watch", "merge_group", "workflow_run")) {
      ForgeEvent read = GitHubReader.read(event, Payload.read(utf8("{\"zen\": \"x\"}")));
      assertThat(read.changes()).isEmpty();
      assertThat(read.note()).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"ref\": \"refs/heads/main\"}",
        "{\"ref\": \"refs/heads/main\", \"after\": \"${commitSha1}\"}",
        "{\"ref\": \"refs/heads/main\", \"after\": \"6f1c0a9\"}",
        "{\"ref\": \"main\", \"after\": \"" + SHA + "\"}",
        "{\"ref\": \"refs/heads/../x\", \"after\": \"" + SHA + "\"}",
        "{\"ref\": \"refs/heads/--upload-pack=x y\", \"after\": \"" + SHA + "\"}",
        "{\"ref\": 5, \"after\": [\"" + SHA + "\"]}"
      })
  void aPushWithoutRefOrCommitIsUnreadable(String payload) {
    assertThatThrownBy(() -> GitHubReader.read("push", Payload.read(utf8(payload))))
        .isInstanceOf(UnreadableException.class)
        .hasMessageStartingWith("the push cannot be read");
  }

  private static String describe(Change change) {
    return switch (change) {
      case Change.Push(var ref, Commit head, CommitSha before) ->
          "push " + ref + " " + head.sha() + " before " + orNone(before) + " by " + told(head);
      case Change.Tag(var ref, Commit head) ->
          "tag " + ref + " " + head.sha() + " by " + told(head);
      case Change.RefDeleted(var ref, CommitSha before) ->
          "deleted " + ref + " before " + orNone(before);
      case Change.PullRequest pull -> "pull request " + pull.request().number();
      case Change.PullRequestClosed pull -> "closed pull request " + pull.request().number();
    };
  }

  private static String told(Commit head) {
    return head.author() + ": " + head.title();
  }

  private static String orNone(@Nullable CommitSha sha) {
    return sha == null ? "none" : sha.hex();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
