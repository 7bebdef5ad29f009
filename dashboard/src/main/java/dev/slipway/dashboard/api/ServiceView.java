package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.Target.Usage;
import dev.slipway.dashboard.http.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A service as the API tells it.
 *
 * @param release the number of the live one; null before the first
 * @param replicas how many containers the live release asks for
 * @param env the names of the live release's variables
 * @param paused why pushes wait; null when they do not
 * @param held whether the edges hold requests
 * @param hold who holds them and why; null when nobody does
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
    Collection<String> env,
    @Nullable PauseView paused,
    boolean held,
    @Nullable HoldView hold,
    String deployment,
    @Nullable String deploying) {

  static ServiceView of(
      Service service,
      @Nullable Release live,
      List<ContainerView> containers,
      List<String> urls,
      @Nullable HoldView hold) {
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
        containers,
        live == null ? List.of() : new TreeSet<>(live.content().spec().workload().env().keySet()),
        service.paused() == null ? null : PauseView.of(service.paused()),
        hold != null,
        hold,
        service.lastDeployment().value(),
        deploying == null ? null : deploying.value());
  }

  /** Why pushes wait. */
  record PauseView(String because, String by, @Nullable String since) {
    static PauseView of(Pause pause) {
      return new PauseView(pause.because(), pause.by(), Json.time(pause.since()));
    }
  }

  /**
   * A container that got the traffic when the live release was rolled out.
   *
   * @param state {@code running}, {@code frozen}, {@code exited} or {@code gone}; null when the
   *     engine does not answer
   * @param health what the image's HEALTHCHECK says, {@code none} without one; null when not
   *     running
   * @param cpu in thousandths of a core; null unless somebody follows the figures
   * @param memory in bytes; null unless somebody follows the figures
   */
  record ContainerView(
      String id,
      String address,
      @Nullable String state,
      @Nullable String health,
      @Nullable String startedAt,
      @Nullable Long cpu,
      @Nullable Long memory) {
    static ContainerView of(
        Instance instance,
        Optional<Condition> condition,
        Optional<Instant> startedAt,
        Optional<Usage> usage) {
      return new ContainerView(
          instance.id(),
          instance.toString(),
          condition.map(ContainerView::state).orElse(null),
          condition.map(ContainerView::health).orElse(null),
          Json.time(startedAt.orElse(null)),
          usage.map(Usage::cpu).orElse(null),
          usage.map(Usage::memory).orElse(null));
    }

    private static String state(Condition condition) {
      return switch (condition) {
        case Condition.Running _ -> "running";
        case Condition.Frozen _ -> "frozen";
        case Condition.Exited _ -> "exited";
        case Condition.Gone _ -> "gone";
      };
    }

    private static @Nullable String health(Condition condition) {
      return condition instanceof Condition.Running(Target.Health health, _)
          ? health.name().toLowerCase(Locale.ROOT)
          : null;
    }
  }
}
