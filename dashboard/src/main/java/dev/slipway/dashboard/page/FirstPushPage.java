package dev.slipway.dashboard.page;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a repository is on its way to a running service.
 *
 * @param webhookUrl where its forge is to send to
 * @param delivery the newest; null when none has arrived
 * @param build the newest; null when there is none
 * @param service what it runs; null when nothing yet
 * @param urls of the service
 */
public record FirstPushPage(
    Repository repository,
    String webhookUrl,
    @Nullable Delivery delivery,
    @Nullable Build build,
    @Nullable Service service,
    List<String> urls) {
  private static final Set<String> NEAR = Set.of("localhost", "127.0.0.1", "[::1]");

  /** How far it is, in one sentence. */
  public String sentence() {
    if (service != null && service.live() != null) {
      return service.name() + " is live";
    }
    if (service != null && service.deploying() != null) {
      return service.name() + " is being rolled out";
    }
    if (build != null) {
      return "Build #" + build.number() + " " + inWords(build.state());
    }
    return delivery == null
        ? "Waiting for the first push"
        : "A delivery has arrived: " + DeliveriesPage.outcome(delivery);
  }

  private static String inWords(BuildState state) {
    return switch (state) {
      case BuildState.Waiting _ -> "waits for an approval";
      case BuildState.Queued _ -> "is queued";
      case BuildState.Running _ -> "is running";
      case BuildState.Canceling _ -> "is being canceled";
      case BuildState.Succeeded _ -> "succeeded";
      case BuildState.Failed failed -> "failed: " + failed.failure().message();
      case BuildState.Canceled _ -> "was canceled";
      case BuildState.Skipped skipped -> "was skipped: " + skipped.reason();
    };
  }

  /** What the build is at, such as {@code web: RUN npm ci}; empty when nothing runs. */
  public String step() {
    return build == null
        ? ""
        : build.steps().stream()
            .filter(step -> step.status() == StepReport.Status.RUNNING)
            .map(StepReport::name)
            .reduce((_, last) -> last)
            .orElse("");
  }

  /** How many of the build's steps have ended. */
  public long stepsDone() {
    return build == null
        ? 0
        : build.steps().stream().filter(step -> step.status() != StepReport.Status.RUNNING).count();
  }

  /** Whether the build came to an end without anything to roll out. */
  public boolean stuck() {
    return build != null
        && build.state().ended()
        && !(build.state() instanceof BuildState.Succeeded);
  }

  public boolean live() {
    return service != null && service.live() != null;
  }

  /** Whether Slipway itself installed the webhook. */
  public boolean installed() {
    return repository.connection() != null && !repository.connection().hookId().isEmpty();
  }

  public boolean plainGit() {
    return repository.forge() == Forge.GIT;
  }

  public ForgeGuide guide() {
    return ForgeGuide.of(repository.forge());
  }

  /** Whether forges elsewhere cannot reach the address, by its name alone. */
  public boolean onlyHere() {
    String host = URI.create(webhookUrl).getHost();
    return host != null && (NEAR.contains(host) || host.endsWith(".localhost"));
  }
}
