package dev.slipway.core.report;

import dev.slipway.core.account.Accounts;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.Builds;
import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.source.Repositories;
import java.time.Duration;

/** An empty implementation of the reports, what they follow, and the power to let time pass. */
public interface ReportsFixture {
  Repositories repositories();

  Accounts accounts();

  Builds builds();

  BuildQueue buildQueue();

  Services services();

  DeploymentQueue deploymentQueue();

  /** The reports as one process sees them; each call stands for another process. */
  Reports newReports();

  /** Lets that much time pass on the clock of leases, delays and pauses. */
  void advance(Duration by);
}
