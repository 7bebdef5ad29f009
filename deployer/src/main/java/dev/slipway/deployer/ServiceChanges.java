package dev.slipway.deployer;

import dev.slipway.core.Ids;
import dev.slipway.core.Page;
import dev.slipway.core.deploy.Adjustments;
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
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.secret.SecretVersion;
import dev.slipway.core.secret.Secrets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What people change about a service without a build: each change is a release of its own, rolled
 * out like any other. Safe for concurrent use.
 */
public final class ServiceChanges {
  /** As many as the pipeline file allows. */
  public static final int MOST_REPLICAS = 64;

  /** One release goes on and one waits: only those that ended at once can be newer. */
  private static final Page.Request NEWEST_FEW = new Page.Request(20, null);

  private final Services services;
  private final Secrets secrets;
  private final Clock clock;

  public ServiceChanges(Services services, Secrets secrets, Clock clock) {
    this.services = services;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Another number of containers, which holds until the pipeline file changes its own. */
  public Result scale(ServiceId id, int replicas, String by, String reason) {
    if (replicas < 1 || replicas > MOST_REPLICAS) {
      return new Result.Refused(
          "a service has 1 to " + MOST_REPLICAS + " containers, not " + replicas);
    }
    return change(
        id,
        base -> {
          Adjustments before = base.service().adjusted();
          Adjustments.@Nullable Replicas byHand = before.replicas();
          int current = base.spec().replicas();
          // A number set by hand hides the file's own, which is kept beside it.
          int instead = byHand != null && byHand.wanted() == current ? byHand.instead() : current;
          return new Changed(
              base.spec().withReplicas(replicas),
              before.withReplicas(new Adjustments.Replicas(replicas, instead)));
        },
        by,
        reason.isEmpty() ? "scaled to " + replicas : reason);
  }

  /** New containers of the same release. */
  public Result restart(ServiceId id, String by, String reason) {
    return change(
        id,
        base -> new Changed(base.spec(), base.service().adjusted()),
        by,
        reason.isEmpty() ? "restarted" : reason);
  }

  /**
   * Sets variables over those of the pipeline file; secrets get their newest values. A variable
   * whose value is null goes, and comes back with the next push if the file sets it.
   */
  public Result configure(
      ServiceId id, Map<String, @Nullable EnvValue> changes, String by, String reason) {
    return change(
        id,
        base -> {
          Adjustments adjusted = base.service().adjusted();
          Map<String, EnvValue> env = new HashMap<>(base.spec().workload().env());
          for (var change : changes.entrySet()) {
            @Nullable EnvValue value = change.getValue();
            adjusted = adjusted.with(change.getKey(), value);
            if (value == null) {
              env.remove(change.getKey());
            } else {
              env.put(change.getKey(), value);
            }
          }
          return new Changed(
              base.spec().withWorkload(base.spec().workload().withEnv(env)), adjusted);
        },
        by,
        reason.isEmpty()
            ? "changed " + String.join(", ", new TreeSet<>(changes.keySet()))
            : reason);
  }

  /**
   * Rolls out a release once more, whatever a push would have to wait for, with the secrets as they
   * are now.
   *
   * @param release its number; null for the newest
   */
  public Result deploy(ServiceId id, @Nullable Integer release, String by, String reason) {
    Optional<Release> wanted = release == null ? newest(id) : services.release(id, release);
    return wanted
        .map(it -> queue(it.content(), ReleaseKind.DEPLOY, by, reason, () -> {}))
        .orElseGet(() -> unknown(id, release));
  }

  /**
   * Brings the image of one service to another, such as from staging to production: the same
   * digest, with the configuration that the other has.
   *
   * @param release its number; null for the live one
   */
  public Result promote(
      ServiceId from, @Nullable Integer release, ServiceId to, String by, String reason) {
    Optional<Release> image = release == null ? live(from) : services.release(from, release);
    Optional<NewRelease> configured =
        services
            .find(to)
            .filter(service -> service.live() != null)
            .flatMap(this::base)
            .map(base -> base.release().content());
    if (image.isEmpty()) {
      return unknown(from, release);
    }
    if (configured.isEmpty()) {
      return new Result.Refused(
          to
              + " was never live, so that nobody knows its configuration; have a push deploy it once");
    }
    if (!image.get().content().repositoryId().equals(configured.get().repositoryId())) {
      return new Result.Refused(from + " and " + to + " are of different repositories");
    }
    NewRelease content = image.get().content().with(configured.get().spec(), Map.of());
    String why = reason.isEmpty() ? "promoted " + image.get().label() + " of " + from : reason;
    return queue(content, ReleaseKind.DEPLOY, by, why, () -> {});
  }

  private Result change(ServiceId id, Change change, String by, String reason) {
    Optional<Base> base = services.find(id).flatMap(this::base);
    if (base.isEmpty()) {
      return unknown(id, null);
    }
    Changed changed = change.from(base.get());
    NewRelease content = base.get().release().content().with(changed.spec(), Map.of());
    return queue(
        content, ReleaseKind.CONFIG, by, reason, () -> services.adjust(id, changed.adjusted()));
  }

  /**
   * With the secrets as they are now.
   *
   * @param first what is remembered with it, done only where nothing is refused
   */
  private Result queue(
      NewRelease content, ReleaseKind kind, String by, String reason, Runnable first) {
    DeploySpec spec = content.spec();
    Set<String> names = Set.copyOf(EnvValue.secrets(spec.workload().env()));
    Map<String, SecretVersion> versions =
        secrets.versions(content.repositoryId(), spec.environment(), names);
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(versions.keySet());
    if (!missing.isEmpty()) {
      return new Result.Refused(
          "nobody set the secret %s; `slipway secrets set %s %s`"
              .formatted(
                  String.join(", ", missing), content.repository(), missing.iterator().next()));
    }
    NewRelease asked = content.with(spec, versions).again(next(), kind, null, asked(by, reason));
    first.run();
    return new Result.Queued(services.handOver(asked));
  }

  /**
   * What a change starts from: the newest release that is on its way, since the change comes after
   * it and must not undo it; otherwise the live one; before the first success the newest.
   */
  private Optional<Base> base(Service service) {
    return onItsWay(service)
        .or(() -> live(service.id()))
        .or(() -> newest(service.id()))
        .map(release -> new Base(service, release));
  }

  private Optional<Release> onItsWay(Service service) {
    return services.releases(service.id(), NEWEST_FEW).items().stream()
        .filter(release -> isOnItsWay(release, service.paused() != null))
        .findFirst();
  }

  /** A push that waits for the end of a pause is not: a change leaves it waiting. */
  private boolean isOnItsWay(Release release, boolean paused) {
    return services
        .deployment(release.content().deployment())
        .map(Deployment::state)
        .filter(state -> !state.ended())
        .filter(state ->
            !(paused && release.content().automatic() && state instanceof DeploymentState.Pending))
        .isPresent();
  }

  private Optional<Release> live(ServiceId id) {
    return services.find(id).map(Service::live).flatMap(number -> services.release(id, number));
  }

  private Optional<Release> newest(ServiceId id) {
    return services.releases(id, new Page.Request(1, null)).items().stream().findFirst();
  }

  private static Result unknown(ServiceId id, @Nullable Integer release) {
    return new Result.Unknown(
        release == null
            ? "there is no service " + id + "; `slipway services` lists them all"
            : id + " has no release v" + release + "; `slipway releases " + id + "` lists them");
  }

  private DeploymentId next() {
    return new DeploymentId(Ids.next("dep", clock));
  }

  private Asked asked(String by, String reason) {
    return new Asked(by, reason, clock.instant());
  }

  private record Base(Service service, Release release) {
    DeploySpec spec() {
      return release.content().spec();
    }
  }

  /** What is to be different. */
  private interface Change {
    Changed from(Base base);
  }

  /**
   * A configuration to roll out.
   *
   * @param adjusted what is to hold for later releases, too
   */
  private record Changed(DeploySpec spec, Adjustments adjusted) {}

  /** What became of it. */
  public sealed interface Result {
    record Queued(Deployment deployment) implements Result {}

    /** Service or release do not exist; the message names which, and what to do. */
    record Unknown(String message) implements Result {}

    /** It cannot be done as things are; the message says why. */
    record Refused(String message) implements Result {}
  }
}
