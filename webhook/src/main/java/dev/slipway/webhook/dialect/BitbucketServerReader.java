package dev.slipway.webhook.dialect;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.PullRequest;
import java.util.List;
import java.util.Set;

/**
 * Reads what Bitbucket Data Center sends. Its dates, which changed their form with version 10, are
 * not needed.
 *
 * @see <a href="https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html">What
 *     it sends</a>
 */
final class BitbucketServerReader {
  /** Fields of the outermost object that nothing here looks at. */
  static final Set<String> UNREAD = Set.of("commits", "repository");

  private BitbucketServerReader() {}

  static ForgeEvent read(String event, Fields payload) {
    return switch (event) {
      case "repo:refs_changed" -> refsChanged(event, payload);
      case "pr:opened", "pr:from_ref_updated", "pr:reopened" -> current(event, payload);
      case "pr:merged" -> closed(event, payload, true);
      case "pr:declined", "pr:deleted" -> closed(event, payload, false);
      case "pr:modified" ->
          ForgeEvent.nothing(
              event, "the pull request's title, text or target changed, not its commits");
      case "mirror:repo_synchronized" ->
          ForgeEvent.nothing(
              event,
              "a mirror was synchronised; the push itself was told by the server it came from");
      case "diagnostics:ping" -> ForgeEvent.nothing(event, "a ping: the webhook works");
      case "repo:push" -> BitbucketReader.push(event, payload); // an add-on, in Cloud's words
      default -> ForgeEvent.unknown(event);
    };
  }

  private static ForgeEvent refsChanged(String event, Fields payload) {
    List<Fields> changes = payload.each("changes");
    if (changes.isEmpty() && payload.flag("refLimitExceeded")) {
      return ForgeEvent.nothing(
          event, "more refs were pushed at once than Bitbucket tells of; none is named");
    }
    boolean single = changes.size() == 1;
    return RefUpdate.all(event, changes, change -> change(event, change, payload, single));
  }

  private static ForgeEvent change(String event, Fields change, Fields payload, boolean single) {
    Fields named = change.in("ref");
    GitRef ref = named.text("id").isEmpty() ? change.ref("refId") : named.ref("id");
    CommitSha before = change.shaIfAny("fromHash");
    return change.text("type").equals("DELETE") || change.zero("toHash")
        ? RefUpdate.deleted(event, ref, before)
        : RefUpdate.moved(event, ref, before, () -> head(ref, change, payload, single));
  }

  /**
   * Of an annotated tag, {@code toHash} is the tag object, and {@code toCommit} the commit; that
   * stands beside the changes, so it is believed only where there is just one.
   */
  private static Commit head(GitRef ref, Fields change, Fields payload, boolean single) {
    CommitSha pushed = change.sha("toHash");
    Fields commit = payload.in("toCommit");
    CommitSha told = commit.shaIfAny("id");
    boolean ofTag = single && ref.tag().isPresent();
    return told != null && (ofTag || told.equals(pushed))
        ? new Commit(told, userName(commit.in("author")), commit.words("message"))
        : new Commit(pushed, userName(payload.in("actor")), "");
  }

  private static String userName(Fields user) {
    String name = user.words("displayName");
    return name.isEmpty() ? user.words("name") : name;
  }

  private static ForgeEvent current(String event, Fields payload) {
    PullRequest request = request(payload.in("pullRequest"));
    return ForgeEvent.of(
        event, new Change.PullRequest(request.head().ref(), head(payload), request));
  }

  private static ForgeEvent closed(String event, Fields payload, boolean merged) {
    PullRequest request = request(payload.in("pullRequest"));
    return ForgeEvent.of(
        event, new Change.PullRequestClosed(request.head().ref(), head(payload), request, merged));
  }

  private static Commit head(Fields payload) {
    Fields pull = payload.in("pullRequest");
    return new Commit(
        pull.in("fromRef").sha("latestCommit"), userName(pull.in("author", "user")), "");
  }

  private static PullRequest request(Fields pull) {
    int number = pull.number("id");
    String source = pull.in("fromRef", "repository").id("id");
    boolean own = !source.isEmpty() && source.equals(pull.in("toRef", "repository").id("id"));
    return new PullRequest(
        number,
        pull.words("title"),
        pull.in("fromRef").words("displayId"),
        pull.in("toRef").words("displayId"),
        !own,
        pull.in("author", "user").id("id"),
        Origin.own(new GitRef("refs/pull-requests/" + number + "/from")));
  }
}
