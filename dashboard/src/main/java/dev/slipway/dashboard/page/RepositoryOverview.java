package dev.slipway.dashboard.page;

import dev.slipway.core.build.Build;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.api.StartedBuilds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes on in one repository.
 *
 * @param branches the default one first, then those that were built last
 * @param builds the newest
 * @param deliveries the newest
 * @param started the builds that those started
 * @param services what it runs
 */
public record RepositoryOverview(
    Repository repository,
    List<Branch> branches,
    List<Build> builds,
    List<Delivery> deliveries,
    StartedBuilds started,
    List<Service> services) {

  /** Whether nothing ever happened. */
  public boolean fresh() {
    return builds.isEmpty() && deliveries.isEmpty();
  }

  /**
   * A branch.
   *
   * @param last its newest build; null when there is none among the newest of the repository
   */
  public record Branch(String name, @Nullable Build last) {}
}
