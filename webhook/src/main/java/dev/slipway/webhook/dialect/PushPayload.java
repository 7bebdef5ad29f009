package dev.slipway.webhook.dialect;

import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.util.Set;

/**
 * A push of one ref in the words of GitHub, which Gitea, Forgejo, Gitee and Slipway's own hook
 * speak too. Only the ref and the commit are needed.
 *
 * @see <a href="https://docs.github.com/webhooks/webhook-events-and-payloads#push">GitHub's push
 *     payload</a>
 */
final class PushPayload {
  /** What nobody looks at: the commits before the newest, and who owns what. */
  static final Set<String> UNREAD =
      Set.of("commits", "repository", "project", "organization", "enterprise", "installation");

  private PushPayload() {}

  static ForgeEvent read(String event, Fields payload) {
    GitRef ref = payload.ref("ref");
    CommitSha before = payload.shaIfAny("before");
    if (payload.flag("deleted") || payload.zero("after")) {
      return RefUpdate.deleted(event, ref, before);
    }
    return RefUpdate.moved(event, ref, before, () -> head(ref, payload));
  }

  private static Commit head(GitRef ref, Fields payload) {
    Fields commit = payload.in("head_commit");
    String author = commit.in("author").words("name");
    if (author.isEmpty()) {
      author = pusher(payload);
    }
    CommitSha pushed = payload.sha("after");
    return new Commit(
        ref.tag().isPresent() ? tagged(commit, pushed) : pushed, author, commit.words("message"));
  }

  /** Of an annotated tag, {@code after} is the tag object; the commit is in {@code head_commit}. */
  private static CommitSha tagged(Fields headCommit, CommitSha pushed) {
    CommitSha commit = headCommit.shaIfAny("id");
    return commit == null ? pushed : commit;
  }

  private static String pusher(Fields payload) {
    String name = payload.in("pusher").words("name");
    return name.isEmpty() ? payload.in("pusher").words("login") : name;
  }
}
