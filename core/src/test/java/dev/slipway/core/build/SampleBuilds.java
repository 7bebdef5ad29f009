package dev.slipway.core.build;

import dev.slipway.core.Ids;
import dev.slipway.core.delivery.Acceptance;
import dev.slipway.core.delivery.Acceptance.HeadMove;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.delivery.RuleOutcome;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Builds and deliveries to test with: complete, plausible, and each with a commit of its own. */
public final class SampleBuilds {
  public static final RepositoryId SHOP = new RepositoryId("rep_shop");
  public static final GitRef MAIN = GitRef.ofBranch("main");
  private static final AtomicLong COUNTER = new AtomicLong();

  private SampleBuilds() {}

  /** A push to a branch of a repository of its own, so that no other build supersedes it. */
  public static NewBuild alone() {
    return push(new RepositoryId("rep_" + COUNTER.incrementAndGet()), MAIN);
  }

  /** A push of a new commit to a ref. */
  public static NewBuild push(RepositoryId repository, GitRef ref) {
    return of(repository, ref, Trigger.PUSH);
  }

  public static NewBuild of(RepositoryId repository, GitRef ref, Trigger trigger) {
    // Ids of one millisecond have no order, so the counter stands before the random part.
    String id = "bld_%08d%s".formatted(COUNTER.incrementAndGet(), random());
    return new NewBuild(
        new BuildId(id),
        repository,
        new RepositoryName("acme/" + repository.value().substring("rep_".length())),
        trigger,
        ref,
        new Commit(sha(), "Ada", "Sell \"more\" shoes\n\nÄäh, 鞋 and / slashes"),
        null,
        null,
        "ada",
        null,
        Instant.parse("2026-03-14T15:09:26.535Z"));
  }

  /** Another build of the same commit, on another ref or the same. */
  public static NewBuild again(NewBuild like, GitRef ref) {
    return new NewBuild(
        push(like.repositoryId(), ref).id(),
        like.repositoryId(),
        like.repository(),
        Trigger.PUSH,
        ref,
        like.commit(),
        like.pullRequest(),
        null,
        like.by(),
        null,
        like.queuedAt());
  }

  /** The delivery that announced the build. */
  public static Delivery delivery(NewBuild build, String forgeDeliveryId) {
    byte[] body = {'{', '"', 0, (byte) 0xff, (byte) 0xc3, '"', '}'};
    TreeMap<String, String> headers = new TreeMap<>();
    headers.put("x-github-event", "push");
    return new Delivery(
        new DeliveryId("dlv_%08d%s".formatted(COUNTER.incrementAndGet(), random())),
        Forge.GITHUB,
        build.repositoryId(),
        build.repository(),
        forgeDeliveryId,
        "push",
        Instant.parse("2026-03-14T15:09:26Z"),
        headers,
        new Delivery.Body(body),
        "signed with the secret of the webhook",
        null,
        List.of(
            new DecidedChange(
                new Change.Push(build.ref(), build.commit(), null),
                new Decision.Build(build.id(), "pushed to " + build.ref().shortName()),
                List.of(new RuleOutcome(Rule.DISABLED, true, "the repository is enabled")))),
        "");
  }

  /** A push to a branch that waits for somebody's yes. */
  public static NewBuild waiting(RepositoryId repository, GitRef ref) {
    return ofPullRequest(repository, ref, "a member of the repository");
  }

  /** A pull request that may be built at once. */
  public static NewBuild ofPullRequest(RepositoryId repository, GitRef ref) {
    return ofPullRequest(repository, ref, null);
  }

  private static NewBuild ofPullRequest(
      RepositoryId repository, GitRef ref, @Nullable String waitsFor) {
    NewBuild like = push(repository, ref);
    return new NewBuild(
        like.id(),
        like.repositoryId(),
        like.repository(),
        Trigger.PULL_REQUEST,
        ref,
        like.commit(),
        new PullRequest(7, "Sell hats", "hats", "main", true, "583231", new Origin(null, ref)),
        null,
        like.by(),
        waitsFor,
        like.queuedAt());
  }

  /** The delivery with one build, made on these heads. */
  public static Acceptance acceptance(NewBuild build, String forgeId, Map<GitRef, Head> heads) {
    return acceptance(delivery(build, forgeId), List.of(build), heads);
  }

  /** A delivery whose changes are those builds, made on these heads. */
  public static Acceptance acceptance(
      Delivery delivery, List<NewBuild> builds, Map<GitRef, Head> heads) {
    List<HeadMove> moves =
        builds.stream()
            .map(build -> {
              CommitSha sha = build.commit().sha();
              return new HeadMove(build.ref(), heads.get(build.ref()), new Head(sha, sha, null));
            })
            .toList();
    return new Acceptance(delivery, builds, moves, List.of());
  }

  public static CommitSha sha() {
    return new CommitSha("%010x".formatted(COUNTER.incrementAndGet() + (1L << 36)).repeat(4));
  }

  private static String random() {
    return Ids.next("", Clock.systemUTC());
  }
}
