package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service as the API tells it.
 *
 * @param release the number of the live one; null before the first
 * @param replicas how many containers the live release asks for
 * @param deployment the newest rollout, going on or not
 */
record ServiceView(
    String id,
    String name,
    String environment,
    String repository,
    String target,
    List<String> urls,
    String status,
    @Nullable Integer release,
    @Nullable Integer replicas,
    List<ContainerView> containers,
    String deployment,
    @Nullable String deploying) {

  static ServiceView of(
      Service service, @Nullable Release live, List<Instance> instances, List<String> urls) {
    DeploymentId deploying = service.deploying();
    return new ServiceView(
        service.id().value(),
        service.name(),
        service.environment(),
        service.repository().value(),
        service.target(),
        urls,
        ServiceStanding.of(service).id(),
        service.live(),
        live == null ? null : live.content().spec().replicas(),
        instances.stream().map(ContainerView::of).toList(),
        service.lastDeployment().value(),
        deploying == null ? null : deploying.value());
  }

  /** A container that got the traffic when the live release was rolled out. */
  record ContainerView(String id, String address) {
    static ContainerView of(Instance instance) {
      return new ContainerView(instance.id(), instance.toString());
    }
  }
}
