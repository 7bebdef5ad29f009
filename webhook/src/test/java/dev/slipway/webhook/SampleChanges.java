package dev.slipway.webhook;

import dev.slipway.core.Secret;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Changes, repositories and deliveries to test with. */
final class SampleChanges {
  static final CommitSha A = new CommitSha("a".repeat(40));
  static final CommitSha B = new CommitSha("b".repeat(40));
  static final CommitSha C = new CommitSha("c".repeat(40));
  static final GitRef MAIN = GitRef.ofBranch("main");
  static final GitRef TAG = new GitRef("refs/tags/v1");
  static final GitRef PULL = new GitRef("refs/pull/5/head");
  static final RepositoryId SHOP = new RepositoryId("rep_shop");
  static final Secret SECRET = new Secret("webhook secret", "the secret of the shop");

  private SampleChanges() {}

  static Commit commit(CommitSha sha, String message) {
    return new Commit(sha, "Ada", message);
  }

  static Change push(CommitSha sha, @Nullable CommitSha before) {
    return new Change.Push(MAIN, commit(sha, "Sell hats"), before);
  }

  static Change tag(CommitSha sha) {
    return new Change.Tag(TAG, commit(sha, "Sell hats"));
  }

  static PullRequest request(boolean fromFork, String authorId) {
    return new PullRequest(5, "Sell hats", "hats", "main", fromFork, authorId, Origin.own(PULL));
  }

  static Change pull(CommitSha sha, boolean fromFork, String authorId) {
    return new Change.PullRequest(PULL, commit(sha, "Sell hats"), request(fromFork, authorId));
  }

  static Change closed(CommitSha sha, boolean merged) {
    return new Change.PullRequestClosed(PULL, commit(sha, ""), request(false, "1"), merged);
  }

  static Repository shop(Triggers triggers, boolean enabled) {
    return new Repository(
        SHOP,
        Forge.GITHUB,
        new RepositoryName("acme/shop"),
        URI.create("https://github.com/acme/shop.git"),
        "main",
        SECRET,
        null,
        null,
        triggers,
        null,
        enabled,
        Instant.EPOCH);
  }

  static Repository shop() {
    return shop(Triggers.DEFAULT, true);
  }

  static Undecided undecided(Change... changes) {
    return new Undecided(draft("1"), List.of(changes), false);
  }

  /** A push of the commit B to main as GitHub sends it, without its credentials. */
  static Delivery draft(String forgeDeliveryId) {
    String body =
        """
        {"ref": "refs/heads/main", "before": "%s", "after": "%s",
         "repository": {"full_name": "acme/shop"}, "head_commit": {"id": "%s"}}
        """
            .formatted(A, B, B);
    TreeMap<String, String> headers = new TreeMap<>();
    headers.put("x-github-event", "push");
    headers.put("x-github-delivery", forgeDeliveryId);
    return new Delivery(
        new DeliveryId("dlv_" + forgeDeliveryId),
        Forge.GITHUB,
        SHOP,
        new RepositoryName("acme/shop"),
        forgeDeliveryId,
        "push",
        Instant.parse("2026-03-14T15:09:26Z"),
        headers,
        new Delivery.Body(body.getBytes(StandardCharsets.UTF_8)),
        "signed",
        null,
        List.of(),
        "");
  }
}
