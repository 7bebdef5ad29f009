package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Placed;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.Targets;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Conversation;
import dev.slipway.dashboard.http.ProblemException;
import dev.slipway.dashboard.live.CommandTalk;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Commands that people run in containers. Safe for concurrent use. */
public final class ExecApi {
  private final Services services;
  private final Targets targets;

  public ExecApi(Services services, Targets targets) {
    this.services = services;
    this.targets = targets;
  }

  /** A conversation with a command in the container that the call names, or in any live one. */
  public Conversation exec(Call call) {
    Service service = ServicesApi.find(services, call);
    String place = ServicesApi.place(services, service);
    Target target =
        targets.find(place).orElseThrow(() -> ProblemException.notFound("target", place));
    Instance instance = container(service, target, call.query("container").orElse(""));
    return new CommandTalk(target, instance, service.id(), call.by());
  }

  private Instance container(Service service, Target target, String wanted) {
    List<Instance> running;
    try {
      running =
          target.containers(service.id()).stream()
              .filter(Placed::running)
              .map(Placed::instance)
              .filter(instance -> instance.id().startsWith(wanted))
              .toList();
    } catch (TargetException e) {
      throw TargetProblem.of(e);
    }
    Set<String> live = live(service);
    return running.stream()
        .filter(instance -> live.contains(instance.id()))
        .findFirst()
        .or(() -> running.stream().findFirst())
        .orElseThrow(() ->
            wanted.isEmpty()
                ? ProblemException.conflict("no container of " + service.id() + " runs now")
                : ProblemException.notFound("running container of " + service.id(), wanted));
  }

  /** Those that get the traffic, as long as they are not replaced one by one. */
  private Set<String> live(Service service) {
    @Nullable Release live = ServicesApi.live(services, service);
    return live == null
        ? Set.of()
        : services
            .deployment(live.content().deployment())
            .map(Deployment::state)
            .map(state ->
                state instanceof DeploymentState.Live(List<Instance> all)
                    ? all
                    : List.<Instance>of())
            .orElse(List.of())
            .stream()
            .map(Instance::id)
            .collect(Collectors.toSet());
  }
}
