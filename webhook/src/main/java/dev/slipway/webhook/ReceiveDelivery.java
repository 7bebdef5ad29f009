package dev.slipway.webhook;

import dev.slipway.core.Ids;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.source.Repository;
import dev.slipway.webhook.dialect.Dialect;
import dev.slipway.webhook.dialect.Dialects;
import dev.slipway.webhook.dialect.ForgeEvent;
import dev.slipway.webhook.dialect.ReceivedRequest;
import dev.slipway.webhook.dialect.UnreadableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The way of one webhook: proved, read, decided, stored. When it is answered with {@link
 * Answer.Accepted} or {@link Answer.KeptOnDisk}, the delivery is durable, with all that follows
 * from it or so that it will follow. Safe for concurrent use; blocks.
 */
final class ReceiveDelivery {
  private final RememberedRepositories repositories;
  private final BadProofs badProofs;
  private final Lines lines;
  private final Clock clock;

  ReceiveDelivery(
      RememberedRepositories repositories, BadProofs badProofs, Lines lines, Clock clock) {
    this.repositories = repositories;
    this.badProofs = badProofs;
    this.lines = lines;
    this.clock = clock;
  }

  /**
   * Takes one.
   *
   * @param address whose request it is
   * @throws StoreUnavailableException when the store is away and it cannot be told who sent it
   * @throws NotStoredException when it could not be kept on disk either
   */
  Answer receive(ReceivedRequest request, String address) throws NotStoredException {
    if (Dialects.of(request.forge()).isUnprovedPing(request)) {
      return new Answer.Ping();
    }
    Claim claim = Claim.of(request, repositories);
    Optional<Duration> wait = badProofs.wait(address, claim::repositoryId);
    if (wait.isPresent()) {
      return new Answer.TooManyBadProofs(wait.get());
    }
    Optional<Proved> proved = prove(claim, address);
    if (proved.isEmpty()) {
      return new Answer.NotAuthentic();
    }
    try {
      Repository repository = proved.get().repository();
      return lines.take(read(request, claim.dialect(), proved.get()), repository);
    } catch (UnreadableException e) {
      return new Answer.Unreadable(e.reason());
    }
  }

  /**
   * By what is remembered of the repository, and where that does not prove it, by what the store
   * says now. An unknown repository costs the same work as a wrong proof.
   */
  private Optional<Proved> prove(Claim claim, String address) {
    Optional<Proved> proved = Optional.empty();
    try {
      Optional<Repository> remembered = claim.remembered();
      proved = proof(claim, remembered);
      if (proved.isEmpty()) {
        Optional<Repository> stored = claim.stored();
        proved = Secrets.same(remembered, stored) ? proved : proof(claim, stored);
      }
      return proved;
    } finally {
      if (proved.isPresent()) {
        badProofs.held(address, proved.get().repository().id());
      } else {
        badProofs.failed(address, claim::repositoryId);
      }
    }
  }

  private Optional<Proved> proof(Claim claim, Optional<Repository> repository) {
    Optional<String> proof =
        claim.dialect().proof(claim.request(), Secrets.of(repository), clock.instant());
    return repository.flatMap(found -> proof.map(words -> new Proved(found, words)));
  }

  private Undecided read(ReceivedRequest request, Dialect dialect, Proved proved)
      throws UnreadableException {
    ForgeEvent event = dialect.read(request);
    Repository repository = proved.repository();
    Delivery draft =
        new Delivery(
            new DeliveryId(Ids.next("dlv", clock)),
            request.forge(),
            repository.id(),
            repository.name(),
            dialect.deliveryId(request),
            event.name(),
            clock.instant(),
            Credentials.strip(request.headers(), Secrets.of(Optional.of(repository))),
            Credentials.strip(request),
            proved.proof(),
            null,
            List.of(),
            event.note());
    return new Undecided(draft, event.changes(), false);
  }

  private record Proved(Repository repository, String proof) {}
}
