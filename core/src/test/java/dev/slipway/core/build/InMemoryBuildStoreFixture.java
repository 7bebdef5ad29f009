package dev.slipway.core.build;

import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.deploy.InMemoryServices;
import dev.slipway.core.deploy.SettableClock;
import dev.slipway.core.event.Events;
import dev.slipway.core.log.Logs;
import dev.slipway.core.source.Labels;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;

/** The fakes on a clock that stands still. */
public final class InMemoryBuildStoreFixture implements BuildStoreFixture {
  private final SettableClock clock = new SettableClock();
  private final InMemoryServices services = new InMemoryServices(clock);
  private final InMemoryBuildStore store =
      new InMemoryBuildStore(clock, release -> services.handOver(release).id());

  @Override
  public Builds builds() {
    return store.builds();
  }

  @Override
  public BuildQueue newQueue() {
    return store.queue();
  }

  @Override
  public BuildQueue newQueue(Labels labels) {
    return store.queue(labels);
  }

  @Override
  public void need(RepositoryId repository, Labels labels) {
    store.need(repository, labels);
  }

  @Override
  public void silence(WorkerId worker) {
    store.builders().forget(worker);
  }

  @Override
  public Deliveries deliveries() {
    return store.deliveries();
  }

  @Override
  public Logs logs() {
    return store.logs();
  }

  @Override
  public Events events() {
    return store.events();
  }

  @Override
  public void expireLease(BuildId id) {
    clock.advance(BuildQueue.LEASE.plusMillis(1));
  }

  @Override
  public void expireDelay(BuildId id) {
    clock.advance(Duration.ofHours(1));
  }
}
