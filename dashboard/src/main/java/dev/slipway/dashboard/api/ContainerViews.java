package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.Target.Placed;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.Targets;
import dev.slipway.dashboard.api.ServiceView.ContainerView;
import dev.slipway.dashboard.live.ContainerFeeds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at the containers behind services. Safe for concurrent use; blocks. */
final class ContainerViews {
  private final Services services;
  private final Targets targets;
  private final ContainerFeeds feeds;

  ContainerViews(Services services, Targets targets, ContainerFeeds feeds) {
    this.services = services;
    this.targets = targets;
    this.feeds = feeds;
  }

  /** Those that got the traffic when the release was rolled out. */
  List<ContainerView> of(Release live) {
    List<Instance> instances = instances(live);
    Optional<Target> target = targets.find(live.content().spec().target());
    if (instances.isEmpty() || target.isEmpty()) {
      return instances.stream().map(this::unseen).toList();
    }
    try {
      Map<String, Instant> starts =
          target.get().containers(live.service()).stream()
              .collect(Collectors.toMap(placed -> placed.instance().id(), Placed::startedAt));
      return instances.stream()
          .map(instance ->
              ContainerView.of(
                  instance,
                  condition(target.get(), instance),
                  Optional.ofNullable(starts.get(instance.id())),
                  feeds.lastUsage(instance.id())))
          .toList();
    } catch (TargetException _) {
      return instances.stream().map(this::unseen).toList();
    }
  }

  private ContainerView unseen(Instance instance) {
    return ContainerView.of(
        instance, Optional.empty(), Optional.empty(), feeds.lastUsage(instance.id()));
  }

  private static Optional<Condition> condition(Target target, Instance instance) {
    try {
      return Optional.of(target.condition(instance));
    } catch (TargetException _) {
      return Optional.empty();
    }
  }

  private List<Instance> instances(Release live) {
    Optional<Deployment> rollout = services.deployment(live.content().deployment());
    return rollout.isPresent()
            && rollout.get().state() instanceof DeploymentState.Live(List<Instance> instances)
        ? instances
        : List.of();
  }
}
