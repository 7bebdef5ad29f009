package dev.slipway.webhook.dialect;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.GitRef;

/**
 * Reads what Gitea and Forgejo send: GitHub's words, but for what is said here.
 *
 * @see <a href="https://docs.gitea.com/usage/webhooks">Gitea on webhooks</a>
 */
final class GiteaReader {
  private GiteaReader() {}

  static ForgeEvent read(String event, Fields payload) {
    return switch (event) {
      case "push" -> PushPayload.read(event, payload);
      case "create" -> created(event, payload);
      case "delete" -> RefUpdate.deleted(event, shortRef(payload), null);
      case "pull_request", "pull_request_sync" ->
          PullRequestPayload.read(event, payload, "synchronized");
      case "ping" -> ForgeEvent.nothing(event, "a ping: the webhook works");
      default -> ForgeEvent.unknown(event);
    };
  }

  /**
   * Comes beside a push. For a branch it says the same as the push. For an annotated tag it names
   * the tag object and not the commit, so that the two would not be known as one: there the push
   * alone counts.
   */
  private static ForgeEvent created(String event, Fields payload) {
    GitRef ref = shortRef(payload);
    if (ref.branch().isEmpty()) {
      return ForgeEvent.nothing(
          event, "the push event that comes with it tells which commit " + ref + " is at");
    }
    Commit head = new Commit(payload.sha("sha"), payload.in("sender").words("login"), "");
    return ForgeEvent.of(event, new Change.Push(ref, head, null));
  }

  /** Here refs are told by their short names and what they are. */
  private static GitRef shortRef(Fields payload) {
    String name = payload.text("ref");
    if (name.startsWith("refs/")) {
      return new GitRef(name);
    }
    return payload.text("ref_type").equals("tag")
        ? new GitRef("refs/tags/" + name)
        : GitRef.ofBranch(name);
  }
}
