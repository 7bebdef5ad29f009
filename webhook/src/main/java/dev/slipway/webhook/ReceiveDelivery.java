package dev.slipway.webhook;

import dev.slipway.core.Ids;
import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.delivery.Acceptance;
import dev.slipway.core.delivery.Acceptance.HeadMove;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Deliveries.Outcome;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import dev.slipway.webhook.dialect.Dialect;
import dev.slipway.webhook.dialect.Dialects;
import dev.slipway.webhook.dialect.ForgeEvent;
import dev.slipway.webhook.dialect.ReceivedRequest;
import dev.slipway.webhook.dialect.UnreadableException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The way of one webhook: proved, read, decided, stored. When it is answered with {@link
 * Answer.Accepted}, the delivery and all that follows from it are durable. Safe for concurrent use;
 * blocks.
 */
final class ReceiveDelivery {
  private static final Secret NOBODYS = new Secret("nobody's", Ids.next("none", Clock.systemUTC()));
  private static final Set<String> CREDENTIALS =
      Set.of(
          "authorization",
          "cookie",
          "proxy-authorization",
          "x-hub-signature",
          "x-hub-signature-256");

  private final Repositories repositories;
  private final Deliveries deliveries;
  private final Clock clock;

  ReceiveDelivery(Repositories repositories, Deliveries deliveries, Clock clock) {
    this.repositories = repositories;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  Answer receive(ReceivedRequest request) {
    Dialect dialect = Dialects.of(request.forge());
    Optional<Repository> repository = claimedRepository(request, dialect);
    Optional<String> proof =
        dialect
            .proof(request, secrets(repository), clock.instant())
            .filter(_ -> repository.isPresent());
    if (proof.isEmpty()) {
      return new Answer.NotAuthentic();
    }
    try {
      return store(request, repository.orElseThrow(), dialect, dialect.read(request), proof.get());
    } catch (UnreadableException e) {
      return new Answer.Unreadable(e.reason());
    }
  }

  /** Whom the sender claims to speak for; believed only after the proof. */
  private Optional<Repository> claimedRepository(ReceivedRequest request, Dialect dialect) {
    if (request.hook() != null) {
      return repositories.find(request.hook()).filter(found -> found.forge() == request.forge());
    }
    return dialect
        .claimedRepository(request)
        .flatMap(name -> repositories.find(request.forge(), name));
  }

  /** For an unknown repository the same work is done with a secret that nobody has. */
  private static List<Secret> secrets(Optional<Repository> repository) {
    List<Secret> secrets = new ArrayList<>();
    secrets.add(repository.map(Repository::webhookSecret).orElse(NOBODYS));
    repository.map(Repository::previousWebhookSecret).ifPresent(secrets::add);
    return secrets;
  }

  private Answer store(
      ReceivedRequest request,
      Repository repository,
      Dialect dialect,
      ForgeEvent event,
      String proof) {
    DeliveryId id = new DeliveryId(Ids.next("dlv", clock));
    Instant now = clock.instant();
    while (true) {
      List<GitRef> refs = event.changes().stream().map(Change::ref).toList();
      Map<GitRef, Head> heads = deliveries.heads(repository.id(), refs);
      List<NewBuild> builds = new ArrayList<>();
      List<DecidedChange> decided = new ArrayList<>();
      for (Change change : event.changes()) {
        decided.add(decide(change, repository, heads, id, now, builds));
      }
      Delivery delivery =
          delivery(
              id, now, request, repository, dialect.deliveryId(request), event, proof, decided);
      switch (deliveries.accept(acceptance(delivery, builds, heads))) {
        case Outcome.Accepted(Delivery stored) -> {
          return new Answer.Accepted(stored, false);
        }
        case Outcome.Duplicate(Delivery first) -> {
          return new Answer.Accepted(first, true);
        }
        case Outcome.HeadsMoved() -> {} // decided on what is no longer true: once more
      }
    }
  }

  private DecidedChange decide(
      Change change,
      Repository repository,
      Map<GitRef, Head> heads,
      DeliveryId delivery,
      Instant now,
      List<NewBuild> builds) {
    Optional<Decision.Ignore> objection = Rules.objection(change, repository, heads);
    if (objection.isPresent()) {
      return new DecidedChange(change, objection.get(), List.of());
    }
    NewBuild build = newBuild(change, repository, delivery, now);
    builds.add(build);
    String reason = "a new commit on " + change.ref().shortName();
    return new DecidedChange(change, new Decision.Build(build.id(), reason), List.of());
  }

  private static Acceptance acceptance(
      Delivery delivery, List<NewBuild> builds, Map<GitRef, Head> heads) {
    Map<GitRef, HeadMove> moves = new LinkedHashMap<>();
    for (DecidedChange decided : delivery.changes()) {
      Head known = heads.get(decided.change().ref());
      moves.put(decided.change().ref(), new HeadMove(decided.change().ref(), known, known));
    }
    for (NewBuild build : builds) {
      CommitSha sha = build.commit().sha();
      moves.put(
          build.ref(), new HeadMove(build.ref(), heads.get(build.ref()), new Head(sha, sha, null)));
    }
    return new Acceptance(delivery, builds, List.copyOf(moves.values()), List.of());
  }

  private NewBuild newBuild(
      Change change, Repository repository, DeliveryId delivery, Instant now) {
    Commit head =
        switch (change) {
          case Change.Push push -> push.head();
          case Change.Tag tag -> tag.head();
          case Change.PullRequest request -> request.head();
          case Change.PullRequestClosed _, Change.RefDeleted _ ->
              throw new IllegalStateException("what is gone has no head");
        };
    return new NewBuild(
        new BuildId(Ids.next("bld", clock)),
        repository.id(),
        repository.name(),
        trigger(change),
        change.ref(),
        head,
        change instanceof Change.PullRequest pull ? pull.request() : null,
        delivery,
        head.author(),
        null,
        now);
  }

  private static Trigger trigger(Change change) {
    return switch (change) {
      case Change.Tag _ -> Trigger.TAG;
      case Change.PullRequest _, Change.PullRequestClosed _ -> Trigger.PULL_REQUEST;
      case Change.Push _, Change.RefDeleted _ -> Trigger.PUSH;
    };
  }

  private static Delivery delivery(
      DeliveryId id,
      Instant now,
      ReceivedRequest request,
      Repository repository,
      String forgeDeliveryId,
      ForgeEvent event,
      String proof,
      List<DecidedChange> decided) {
    SortedMap<String, String> headers = new TreeMap<>(request.headers());
    headers.keySet().removeAll(CREDENTIALS);
    return new Delivery(
        id,
        request.forge(),
        repository.id(),
        repository.name(),
        forgeDeliveryId,
        event.name(),
        now,
        headers,
        request.body(),
        proof,
        null,
        decided,
        event.note());
  }
}
