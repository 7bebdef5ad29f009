package dev.slipway.webhook.dialect;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.PullRequest;
import java.util.Set;

/**
 * Reads what GitLab sends. What happened is told by {@code object_kind}: the header may be another
 * one, for deleted tags and system hooks.
 *
 * @see <a href="https://docs.gitlab.com/user/project/integrations/webhook_events/">GitLab on
 *     webhook events</a>
 */
final class GitLabReader {
  /** Fields of the outermost object that nothing here looks at. */
  static final Set<String> UNREAD = Set.of("project", "repository");

  private GitLabReader() {}

  static ForgeEvent read(String header, Fields payload) {
    String kind = kind(header, payload);
    return switch (kind) {
      case "push", "tag_push" -> push(kind, payload);
      case "merge_request" -> mergeRequest(kind, payload);
      case "repository_update" ->
          ForgeEvent.nothing(kind, "the push events that come with it tell the same");
      default -> ForgeEvent.unknown(kind);
    };
  }

  private static String kind(String header, Fields payload) {
    String kind = payload.text("object_kind");
    if (kind.isEmpty()) {
      kind = payload.text("event_name");
    }
    return kind.isEmpty() ? header : kind;
  }

  private static ForgeEvent push(String event, Fields payload) {
    GitRef ref = payload.ref("ref");
    CommitSha before = payload.shaIfAny("before");
    return payload.zero("after")
        ? RefUpdate.deleted(event, ref, before)
        : RefUpdate.moved(event, ref, before, () -> head(ref, payload));
  }

  /** Of an annotated tag, {@code after} is the tag object, {@code checkout_sha} the commit. */
  private static Commit head(GitRef ref, Fields payload) {
    CommitSha commit = payload.shaIfAny("checkout_sha");
    CommitSha sha = ref.tag().isPresent() && commit != null ? commit : payload.sha("after");
    for (Fields listed : payload.each("commits")) {
      if (listed.text("id").equals(sha.hex())) {
        return new Commit(sha, listed.in("author").words("name"), listed.words("message"));
      }
    }
    return new Commit(sha, payload.words("user_name"), "");
  }

  private static ForgeEvent mergeRequest(String event, Fields payload) {
    Fields request = payload.in("object_attributes");
    String action = request.words("action");
    if (!request.in("last_commit").present() && isAboutCommits(action)) {
      return ForgeEvent.nothing(event, "the merge request has no commits");
    }
    return switch (action) {
      case "open", "reopen" -> current(event, request);
      case "update" ->
          request.text("oldrev").isEmpty()
              ? ForgeEvent.nothing(
                  event, "the merge request's title, labels or the like changed, not its commits")
              : current(event, request);
      case "close" -> closed(event, request, false);
      case "merge" -> closed(event, request, true);
      default -> ForgeEvent.noNewCommits(event, action);
    };
  }

  private static boolean isAboutCommits(String action) {
    return switch (action) {
      case "open", "reopen", "close", "merge" -> true;
      default -> false;
    };
  }

  private static ForgeEvent current(String event, Fields attributes) {
    PullRequest request = request(attributes);
    return ForgeEvent.of(
        event, new Change.PullRequest(request.head().ref(), head(attributes), request));
  }

  private static ForgeEvent closed(String event, Fields attributes, boolean merged) {
    PullRequest request = request(attributes);
    return ForgeEvent.of(
        event,
        new Change.PullRequestClosed(request.head().ref(), head(attributes), request, merged));
  }

  private static Commit head(Fields attributes) {
    Fields commit = attributes.in("last_commit");
    return new Commit(commit.sha("id"), commit.in("author").words("name"), commit.words("message"));
  }

  private static PullRequest request(Fields attributes) {
    int number = attributes.number("iid");
    String source = attributes.id("source_project_id");
    boolean own = !source.isEmpty() && source.equals(attributes.id("target_project_id"));
    return new PullRequest(
        number,
        attributes.words("title"),
        attributes.words("source_branch"),
        attributes.words("target_branch"),
        !own,
        attributes.id("author_id"),
        Origin.own(new GitRef("refs/merge-requests/" + number + "/head")));
  }
}
