package dev.slipway.webhook.dialect;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.PullRequest;

/**
 * A pull request in the words of GitHub, which Gitea, Forgejo and Gitee speak too. Its commits are
 * fetched from the repository it was made to, under {@code refs/pull/NUMBER/head}, wherever they
 * come from.
 *
 * @see <a href="https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request">GitHub's
 *     pull request payload</a>
 */
final class PullRequestPayload {
  private PullRequestPayload() {}

  /**
   * By what was done to it, where the forge tells so in an action.
   *
   * @param newCommits the forge's word for new commits, in which it differs from its kin
   */
  static ForgeEvent read(String event, Fields payload, String newCommits) {
    String action = payload.words("action");
    if (action.equals(newCommits)) {
      return current(event, payload);
    }
    return switch (action) {
      case "opened", "reopened" -> current(event, payload);
      case "closed" -> closed(event, payload, payload.in("pull_request").flag("merged"));
      case "edited" ->
          ForgeEvent.nothing(
              event, "the pull request's title, text or target was edited, not its commits");
      default -> ForgeEvent.noNewCommits(event, action);
    };
  }

  /** It has a head commit worth a look. */
  static ForgeEvent current(String event, Fields payload) {
    PullRequest request = request(payload);
    return ForgeEvent.of(
        event, new Change.PullRequest(request.head().ref(), head(payload), request));
  }

  /** It was merged or turned down. */
  static ForgeEvent closed(String event, Fields payload, boolean merged) {
    PullRequest request = request(payload);
    return ForgeEvent.of(
        event, new Change.PullRequestClosed(request.head().ref(), head(payload), request, merged));
  }

  private static Commit head(Fields payload) {
    Fields pull = payload.in("pull_request");
    return new Commit(pull.in("head").sha("sha"), pull.in("user").words("login"), "");
  }

  private static PullRequest request(Fields payload) {
    Fields pull = payload.in("pull_request");
    int number = pull.id("number").isEmpty() ? payload.number("number") : pull.number("number");
    return new PullRequest(
        number,
        pull.words("title"),
        pull.in("head").words("ref"),
        pull.in("base").words("ref"),
        fromFork(pull),
        pull.in("user").id("id"),
        Origin.own(new GitRef("refs/pull/" + number + "/head")));
  }

  /**
   * Where the forge does not tell (the fork was removed meanwhile), it is taken for a fork. So is a
   * request that was pushed to {@code refs/for/BRANCH} of the repository itself, as Gitea and
   * Forgejo let readers do: there the source is a ref of the request, no branch.
   */
  private static boolean fromFork(Fields pull) {
    String theirs = repositoryId(pull.in("head"));
    boolean ours = !theirs.isEmpty() && theirs.equals(repositoryId(pull.in("base")));
    return !ours || pull.in("head").text("ref").startsWith("refs/");
  }

  private static String repositoryId(Fields side) {
    return side.in("repo").id("id");
  }
}
