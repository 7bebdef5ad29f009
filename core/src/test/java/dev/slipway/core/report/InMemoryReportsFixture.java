package dev.slipway.core.report;

import dev.slipway.core.account.Accounts;
import dev.slipway.core.account.InMemoryAccounts;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.InMemoryBuildStore;
import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.InMemoryServices;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.SettableClock;
import dev.slipway.core.source.InMemoryRepositories;
import dev.slipway.core.source.Repositories;
import java.time.Duration;

/** The fakes on a clock that stands still. */
public final class InMemoryReportsFixture implements ReportsFixture {
  private final SettableClock clock = new SettableClock();
  private final InMemoryRepositories repositories = new InMemoryRepositories();
  private final InMemoryAccounts accounts = new InMemoryAccounts();
  private final InMemoryServices services = new InMemoryServices(clock);
  private final InMemoryBuildStore store =
      new InMemoryBuildStore(clock, release -> services.handOver(release).id());
  private final InMemoryReports reports =
      new InMemoryReports(clock, repositories, store.builds(), services);

  public InMemoryReportsFixture() {
    store.onMove(reports::moved);
    services.onMove(reports::moved);
    accounts.onPut(reports::put);
  }

  @Override
  public Repositories repositories() {
    return repositories;
  }

  @Override
  public Accounts accounts() {
    return accounts;
  }

  @Override
  public Builds builds() {
    return store.builds();
  }

  @Override
  public BuildQueue buildQueue() {
    return store.queue();
  }

  @Override
  public Services services() {
    return services;
  }

  @Override
  public DeploymentQueue deploymentQueue() {
    return services;
  }

  @Override
  public Reports newReports() {
    return reports;
  }

  @Override
  public void advance(Duration by) {
    clock.advance(by);
  }
}
