package dev.slipway.webhook.dialect;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.PullRequest;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Bitbucket Cloud sends. It abbreviates the commits of pull requests, and offers no ref
 * for them: they are fetched from the branch that they come from.
 *
 * @see <a href="https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/">Atlassian on
 *     event payloads</a>
 */
final class BitbucketReader {
  /** Fields of the outermost object that nothing here looks at. */
  static final Set<String> UNREAD = Set.of("repository");

  private static final String HOST = "https://bitbucket.org/";

  private BitbucketReader() {}

  static ForgeEvent read(String event, Fields payload) {
    return switch (event) {
      case "repo:push" -> push(event, payload);
      case "pullrequest:created", "pullrequest:updated" -> current(event, payload);
      case "pullrequest:fulfilled" -> closed(event, payload, true);
      case "pullrequest:rejected" -> closed(event, payload, false);
      case "diagnostics:ping" -> ForgeEvent.nothing(event, "a ping: the webhook works");
      default -> ForgeEvent.unknown(event);
    };
  }

  /** Add-ons of Bitbucket Data Center send pushes in this form, too. */
  static ForgeEvent push(String event, Fields payload) {
    List<Fields> changes = payload.in("push").each("changes");
    String pusher = payload.in("actor").words("display_name");
    return RefUpdate.all(event, changes, change -> change(event, change, pusher));
  }

  private static ForgeEvent change(String event, Fields change, String pusher) {
    CommitSha before = change.in("old", "target").shaIfAny("hash");
    Fields now = change.in("new");
    return now.present()
        ? RefUpdate.moved(event, ref(now), before, () -> head(now.in("target"), pusher))
        : RefUpdate.deleted(event, ref(change.in("old")), before);
  }

  private static GitRef ref(Fields side) {
    return switch (side.text("type")) {
      case "tag", "annotated_tag" -> new GitRef("refs/tags/" + side.text("name"));
      default -> GitRef.ofBranch(side.text("name"));
    };
  }

  private static Commit head(Fields target, String pusher) {
    String author = author(target.in("author"));
    return new Commit(
        target.sha("hash"), author.isEmpty() ? pusher : author, target.words("message"));
  }

  /** The user, or who the commit itself names ({@code Ada Lovelace <ada@acme.dev>}). */
  private static String author(Fields author) {
    String name = author.in("user").words("display_name");
    String raw = author.words("raw");
    int mail = raw.indexOf(" <");
    return !name.isEmpty() || mail < 0 ? name : raw.substring(0, mail);
  }

  private static ForgeEvent current(String event, Fields payload) {
    Fields pull = payload.in("pullrequest");
    Origin origin = origin(pull);
    if (origin == null) {
      return ForgeEvent.nothing(
          event, "the pull request's fork or branch is gone, and with it the commits");
    }
    PullRequest request = request(pull, origin);
    return ForgeEvent.of(event, new Change.PullRequest(nameOf(pull), head(pull), request));
  }

  private static ForgeEvent closed(String event, Fields payload, boolean merged) {
    Fields pull = payload.in("pullrequest");
    if (!pull.in("source", "commit").present()) {
      return ForgeEvent.nothing(event, "the pull request was closed; its commits are gone");
    }
    Origin origin = origin(pull);
    PullRequest request = request(pull, origin == null ? Origin.own(nameOf(pull)) : origin);
    return ForgeEvent.of(
        event, new Change.PullRequestClosed(nameOf(pull), head(pull), request, merged));
  }

  private static Commit head(Fields pull) {
    return new Commit(
        pull.in("source", "commit").abbreviatedSha("hash"),
        pull.in("author").words("display_name"),
        "");
  }

  private static PullRequest request(Fields pull, Origin origin) {
    String account = pull.in("author").id("account_id");
    return new PullRequest(
        pull.number("id"),
        pull.words("title"),
        pull.in("source", "branch").words("name"),
        pull.in("destination", "branch").words("name"),
        fromFork(pull),
        account.isEmpty() ? pull.in("author").id("uuid") : account,
        origin);
  }

  /** Null when there is nothing left to fetch from. */
  private static @Nullable Origin origin(Fields pull) {
    String branch = pull.in("source", "branch").text("name");
    if (branch.isEmpty() || !pull.in("source", "commit").present()) {
      return null;
    }
    GitRef ref = GitRef.ofBranch(branch);
    if (!fromFork(pull)) {
      return Origin.own(ref);
    }
    return PayloadScan.name(pull.in("source", "repository").text("full_name"))
        .map(fork -> new Origin(URI.create(HOST + fork + ".git"), ref))
        .orElse(null);
  }

  private static boolean fromFork(Fields pull) {
    Fields source = pull.in("source", "repository");
    Fields destination = pull.in("destination", "repository");
    boolean known = !source.id("uuid").isEmpty() && !destination.id("uuid").isEmpty();
    String field = known ? "uuid" : "full_name";
    return source.id(field).isEmpty() || !source.id(field).equals(destination.id(field));
  }

  /** A name of the request's own, so that a fork's branch is never taken for one of ours. */
  private static GitRef nameOf(Fields pull) {
    return new GitRef("refs/pull-requests/" + pull.number("id") + "/head");
  }
}
