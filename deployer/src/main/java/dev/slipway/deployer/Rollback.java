package dev.slipway.deployer;

import dev.slipway.core.Ids;
import dev.slipway.core.Page;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.NewRelease.Asked;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Services;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Queues an earlier release once more, as a new release with a number of its own: by digest, and
 * rolled out like any other, so that no request fails. Safe for concurrent use.
 */
public final class Rollback {
  private final Services services;
  private final Clock clock;

  public Rollback(Services services, Clock clock) {
    this.services = services;
    this.clock = clock;
  }

  /** Queues what is asked for, or says why not. */
  public Result request(Request request) {
    Optional<Service> service = services.find(request.service());
    if (service.isEmpty()) {
      return new Result.Unknown(
          "there is no service " + request.service() + "; `slipway services` lists them all");
    }
    Integer live = service.get().live();
    if (request.release() == null && live == null) {
      return new Result.NothingEarlier(
          request.service()
              + " was never live, so there is nothing to go back to; `slipway releases "
              + request.service()
              + "` lists what was tried");
    }
    Optional<Release> wanted =
        request.release() == null
            ? before(request.service(), live)
            : services.release(request.service(), request.release());
    if (wanted.isEmpty()) {
      return missing(request, live);
    }
    Optional<Release> oneWay = live == null ? Optional.empty() : oneWay(wanted.get(), live);
    if (oneWay.isPresent() && !request.past()) {
      return new Result.OneWay(
          oneWay.get().label()
              + " of "
              + request.service()
              + " is marked as not reversible: what it changed may keep "
              + wanted.get().label()
              + " from running");
    }
    Release current =
        Optional.ofNullable(live)
            .flatMap(number -> services.release(request.service(), number))
            .orElse(wanted.get());
    return new Result.Queued(services.handOver(repeat(request, wanted.get(), current)));
  }

  /** The newest one older than the live one that was live itself. */
  private Optional<Release> before(ServiceId service, @Nullable Integer live) {
    @Nullable String next = null;
    do {
      Page<Release> page = services.releases(service, new Page.Request(Page.Request.MOST, next));
      for (Release release : page.items()) {
        if (live != null && release.number() < live && wasLive(release)) {
          return Optional.of(release);
        }
      }
      next = page.next();
    } while (next != null);
    return Optional.empty();
  }

  private boolean wasLive(Release release) {
    return services
        .deployment(release.content().deployment())
        .filter(deployment -> deployment.state() instanceof DeploymentState.Live)
        .isPresent();
  }

  /** The newest release past which there is no safe way, among those newer than the wanted one. */
  private Optional<Release> oneWay(Release wanted, int live) {
    for (int number = live; number > wanted.number(); number--) {
      Optional<Release> passed =
          services
              .release(wanted.service(), number)
              .filter(release -> release.content().kind() == ReleaseKind.DEPLOY)
              .filter(release -> !release.content().spec().update().reversible())
              .filter(this::wasLive);
      if (passed.isPresent()) {
        return passed;
      }
    }
    return Optional.empty();
  }

  private NewRelease repeat(Request request, Release wanted, Release current) {
    NewRelease image = (request.scope() == Scope.CONFIG ? current : wanted).content();
    NewRelease configuration = (request.scope() == Scope.IMAGE ? current : wanted).content();
    return image
        .with(configuration.spec(), configuration.secrets())
        .again(
            new DeploymentId(Ids.next("dep", clock)),
            ReleaseKind.ROLLBACK,
            wanted.number(),
            new Asked(request.by(), request.reason(), clock.instant()));
  }

  private static Result missing(Request request, @Nullable Integer live) {
    return request.release() == null
        ? new Result.NothingEarlier(
            "v"
                + live
                + " is the first release of "
                + request.service()
                + " that went live; there is none before it")
        : new Result.Unknown(
            request.service()
                + " has no release v"
                + request.release()
                + "; `slipway releases "
                + request.service()
                + "` lists them");
  }

  /**
   * What somebody wants.
   *
   * @param release its number; null for the one that was live before the current one
   * @param past whether also past a release that is marked as not reversible
   * @param by who asks
   * @param reason in the asker's words; may be empty
   */
  public record Request(
      ServiceId service,
      @Nullable Integer release,
      Scope scope,
      boolean past,
      String by,
      String reason) {}

  /** How much of the earlier release comes back; the rest stays as it is live. */
  public enum Scope {
    /** Image and configuration. */
    ALL,
    /** Only the image. */
    IMAGE,
    /** Only the configuration. */
    CONFIG
  }

  /** What became of it. */
  public sealed interface Result {
    record Queued(Deployment deployment) implements Result {}

    /** Service or release do not exist; the message names which, and what to do. */
    record Unknown(String message) implements Result {}

    /** There is no release to go back to. */
    record NothingEarlier(String message) implements Result {}

    /** The way back leads past a release that is marked as not reversible: ask the person first. */
    record OneWay(String message) implements Result {}
  }
}
