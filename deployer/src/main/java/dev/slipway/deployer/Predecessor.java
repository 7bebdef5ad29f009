package dev.slipway.deployer;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Services;
import java.util.List;
import java.util.Optional;

/**
 * The release that is live, or was until this rollout gave its traffic away, and its containers.
 */
record Predecessor(Release release, List<Instance> instances) {
  /** Empty before a service's first release is live. */
  static Optional<Predecessor> of(ServiceId service, Services services) {
    return services
        .find(service)
        .map(Service::live)
        .flatMap(number -> services.release(service, number))
        .flatMap(release -> live(release, services));
  }

  /** A release that was live once; empty where it never was, or nobody remembers. */
  static Optional<Predecessor> live(Release release, Services services) {
    Optional<Deployment> rollout = services.deployment(release.content().deployment());
    return rollout.isPresent() && rollout.get().state() instanceof Live(List<Instance> instances)
        ? Optional.of(new Predecessor(release, instances))
        : Optional.empty();
  }
}
