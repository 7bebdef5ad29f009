package dev.slipway.webhook.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each payload has a neighbour that says what must be read from it. */
class DialectPairsTest {
  static List<Pair> pairs() {
    return Pair.all();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void readsWhatTheNeighbourSays(Pair pair) {
    assertThat(describe(pair.request())).isEqualTo(pair.expected());
  }

  static List<Pair> pairsOfForgesThatSendForms() {
    return Stream.of(Forge.GITHUB, Forge.GITEA, Forge.FORGEJO)
        .flatMap(forge -> Pair.of(forge).stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pairsOfForgesThatSendForms")
  void readsTheSameFromAForm(Pair pair) {
    assertThat(describe(pair.asForm())).isEqualTo(pair.expected());
  }

  @ParameterizedTest
  @EnumSource
  void everyForgeHasPairs(Forge forge) {
    assertThat(Pair.of(forge)).hasSizeGreaterThan(forge == Forge.GIT ? 5 : 14);
  }

  @Test
  void whatGiteeSendsAgainHasTheSameIdThoughItsTimeAndSignatureDiffer() {
    assertThat(giteeId("push-sent-again")).isEqualTo(giteeId("push"));
    assertThat(giteeId("push-new-branch")).isNotEqualTo(giteeId("push"));
    assertThat(giteeId("pull-request-close")).isNotEqualTo(giteeId("pull-request-open"));
  }

  private static String giteeId(String name) {
    ReceivedRequest request =
        Pair.of(Forge.GITEE).stream()
            .filter(pair -> pair.name().equals("gitee/" + name + ".json"))
            .findFirst()
            .orElseThrow()
            .request();
    return Dialects.of(Forge.GITEE).deliveryId(request);
  }

  private static String describe(ReceivedRequest request) {
    Dialect dialect = Dialects.of(request.forge());
    List<String> lines = new ArrayList<>();
    lines.add(
        "repository: "
            + dialect.claimedRepository(request).map(RepositoryName::value).orElse("none"));
    lines.add("delivery: " + deliveryId(dialect.deliveryId(request), request));
    try {
      ForgeEvent event = dialect.read(request);
      lines.add("event: " + event.name());
      event.changes().forEach(change -> lines.add(describe(change)));
      lines.add(event.note().isEmpty() ? "" : "note: " + event.note());
    } catch (UnreadableException e) {
      lines.add("unreadable: " + e.reason());
    }
    return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n")).strip();
  }

  private static String deliveryId(String id, ReceivedRequest request) {
    if (!id.startsWith("sha256-")) {
      return id;
    }
    return id.equals(DeliveryIds.hash(request.body().bytes()))
        ? "a hash of the body"
        : "a hash of what happened";
  }

  private static String describe(Change change) {
    return switch (change) {
      case Change.Push(var ref, Commit head, CommitSha before) ->
          "push " + ref + " " + head.sha() + " before " + orNone(before) + told(head);
      case Change.Tag(var ref, Commit head) -> "tag " + ref + " " + head.sha() + told(head);
      case Change.RefDeleted(var ref, CommitSha before) ->
          "deleted " + ref + " before " + orNone(before);
      case Change.PullRequest(var ref, Commit head, PullRequest request) ->
          "pull request " + ref + " " + head.sha() + told(head) + "\n" + describe(request);
      case Change.PullRequestClosed(var ref, Commit head, PullRequest request, boolean merged) ->
          (merged ? "merged" : "closed")
              + " pull request "
              + ref
              + " "
              + head.sha()
              + told(head)
              + "\n"
              + describe(request);
    };
  }

  private static String describe(PullRequest request) {
    return "  \"%s\", %s -> %s, %s, opened by %s, fetched from %s"
        .formatted(
            request.title(),
            request.sourceBranch(),
            request.targetBranch(),
            request.fromFork() ? "fork" : "own",
            request.authorId().isEmpty() ? "somebody" : request.authorId(),
            describe(request.head()));
  }

  private static String describe(Origin origin) {
    return (origin.url() == null ? "" : origin.url() + " ") + origin.ref();
  }

  private static String told(Commit head) {
    return (" by " + head.author() + ": " + head.title()).stripTrailing();
  }

  private static String orNone(@Nullable CommitSha sha) {
    return sha == null ? "none" : sha.hex();
  }
}
