package dev.slipway.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.Ids;
import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Deliveries.Outcome;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
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
    Optional<Repository> repository = claimedRepository(request);
    if (!proved(request, repository)) {
      return new Answer.NotAuthentic();
    }
    try {
      JsonNode payload = Payload.read(Payload.json(request));
      ForgeEvent event = GitHubReader.read(eventName(request), payload);
      return store(request, repository.orElseThrow(), event);
    } catch (UnreadableException e) {
      return new Answer.Unreadable(e.reason());
    }
  }

  /** Whom the sender claims to speak for; believed only after the proof. */
  private Optional<Repository> claimedRepository(ReceivedRequest request) {
    if (request.hook() != null) {
      return repositories.find(request.hook()).filter(found -> found.forge() == request.forge());
    }
    try {
      return Payload.repositoryName(Payload.json(request))
          .flatMap(name -> repositories.find(request.forge(), name));
    } catch (UnreadableException _) {
      return Optional.empty();
    }
  }

  /** For an unknown repository the same work is done with a secret that nobody has. */
  private static boolean proved(ReceivedRequest request, Optional<Repository> repository) {
    String signature = request.header("x-hub-signature-256").orElse("");
    List<Secret> secrets = new ArrayList<>();
    secrets.add(repository.map(Repository::webhookSecret).orElse(NOBODYS));
    repository.map(Repository::previousWebhookSecret).ifPresent(secrets::add);
    return HmacProof.holds(signature, request.body().bytes(), secrets) && repository.isPresent();
  }

  private Answer store(ReceivedRequest request, Repository repository, ForgeEvent event) {
    DeliveryId id = new DeliveryId(Ids.next("dlv", clock));
    Instant now = clock.instant();
    while (true) {
      List<GitRef> refs = event.changes().stream().map(Change::ref).toList();
      Map<GitRef, CommitSha> heads = deliveries.heads(repository.id(), refs);
      List<NewBuild> builds = new ArrayList<>();
      List<DecidedChange> decided = new ArrayList<>();
      for (Change change : event.changes()) {
        decided.add(decide(change, repository, heads, id, now, builds));
      }
      Delivery delivery = delivery(id, now, request, repository, event, decided);
      switch (deliveries.accept(delivery, builds, heads)) {
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
      Map<GitRef, CommitSha> heads,
      DeliveryId delivery,
      Instant now,
      List<NewBuild> builds) {
    Optional<Decision.Ignore> objection = Rules.objection(change, repository, heads);
    if (objection.isPresent()) {
      return new DecidedChange(change, objection.get());
    }
    NewBuild build = newBuild(change, repository, delivery, now);
    builds.add(build);
    String reason = "a new commit on " + change.ref().shortName();
    return new DecidedChange(change, new Decision.Build(build.id(), reason));
  }

  private NewBuild newBuild(
      Change change, Repository repository, DeliveryId delivery, Instant now) {
    Commit head =
        switch (change) {
          case Change.Push push -> push.head();
          case Change.Tag tag -> tag.head();
          case Change.PullRequest request -> request.head();
          case Change.RefDeleted _ -> throw new IllegalStateException("a deleted ref has no head");
        };
    return new NewBuild(
        new BuildId(Ids.next("bld", clock)),
        repository.id(),
        repository.name(),
        trigger(change),
        change.ref(),
        head,
        delivery,
        head.author(),
        now);
  }

  private static Trigger trigger(Change change) {
    return switch (change) {
      case Change.Tag _ -> Trigger.TAG;
      case Change.PullRequest _ -> Trigger.PULL_REQUEST;
      case Change.Push _, Change.RefDeleted _ -> Trigger.PUSH;
    };
  }

  private static Delivery delivery(
      DeliveryId id,
      Instant now,
      ReceivedRequest request,
      Repository repository,
      ForgeEvent event,
      List<DecidedChange> decided) {
    SortedMap<String, String> headers = new TreeMap<>(request.headers());
    headers.keySet().removeAll(CREDENTIALS);
    return new Delivery(
        id,
        request.forge(),
        repository.id(),
        repository.name(),
        forgeDeliveryId(request),
        event.name(),
        now,
        headers,
        request.body(),
        decided,
        event.note());
  }

  private static String eventName(ReceivedRequest request) {
    return request
        .header("x-slipway-event")
        .or(() -> request.header("x-github-event"))
        .orElse("push");
  }

  /** Senders that give no id repeat themselves by sending the same bytes. */
  private static String forgeDeliveryId(ReceivedRequest request) {
    return request
        .header("x-slipway-delivery")
        .or(() -> request.header("x-github-delivery"))
        .orElseGet(() -> "sha256-" + sha256(request.body().bytes()));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
