package dev.slipway.deployer;

import dev.slipway.core.Ids;
import dev.slipway.core.Page;
import dev.slipway.core.deploy.Adjustments;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
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
        live -> {
          Service service = live.service();
          Adjustments before = service.adjusted();
          int instead =
              before.replicas() != null ? before.replicas().instead() : live.spec().replicas();
          services.adjust(id, before.withReplicas(new Adjustments.Replicas(replicas, instead)));
          return live.spec().withReplicas(replicas);
        },
        by,
        reason.isEmpty() ? "scaled to " + replicas : reason);
  }

  /** New containers of the same release. */
  public Result restart(ServiceId id, String by, String reason) {
    return change(id, Live::spec, by, reason.isEmpty() ? "restarted" : reason);
  }

  /**
   * Sets variables over those of the pipeline file; secrets get their newest values. A variable
   * whose value is null goes, and comes back with the next push if the file sets it.
   */
  public Result configure(
      ServiceId id, Map<String, @Nullable EnvValue> changes, String by, String reason) {
    return change(
        id,
        live -> {
          Adjustments adjusted = live.service().adjusted();
          Map<String, EnvValue> env = new HashMap<>(live.spec().workload().env());
          for (var change : changes.entrySet()) {
            @Nullable EnvValue value = change.getValue();
            adjusted = adjusted.with(change.getKey(), value);
            if (value == null) {
              env.remove(change.getKey());
            } else {
              env.put(change.getKey(), value);
            }
          }
          services.adjust(id, adjusted);
          return live.spec().withWorkload(live.spec().workload().withEnv(env));
        },
        by,
        reason.isEmpty()
            ? "changed " + String.join(", ", new TreeSet<>(changes.keySet()))
            : reason);
  }

  /**
   * Rolls out a release once more, whatever a push would have to wait for.
   *
   * @param release its number; null for the newest
   */
  public Result deploy(ServiceId id, @Nullable Integer release, String by, String reason) {
    Optional<Release> wanted = release == null ? newest(id) : services.release(id, release);
    return wanted
        .<Result>map(it ->
            new Result.Queued(
                services.handOver(
                    it.content().again(next(), ReleaseKind.DEPLOY, null, asked(by, reason)))))
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
    Optional<Release> image =
        release == null ? live(from).map(Live::release) : services.release(from, release);
    Optional<Live> configured = live(to);
    if (image.isEmpty()) {
      return unknown(from, release);
    }
    if (configured.isEmpty()) {
      return new Result.Refused(
          to
              + " was never live, so that nobody knows its configuration; have a push deploy it once");
    }
    if (!image.get().content().repositoryId().equals(configured.get().content().repositoryId())) {
      return new Result.Refused(from + " and " + to + " are of different repositories");
    }
    DeploySpec spec = configured.get().spec();
    NewRelease content = image.get().content().with(spec, configured.get().content().secrets());
    String why = reason.isEmpty() ? "promoted " + image.get().label() + " of " + from : reason;
    return queue(content, ReleaseKind.DEPLOY, by, why);
  }

  private Result change(ServiceId id, Change change, String by, String reason) {
    Optional<Live> live = live(id);
    if (live.isEmpty()) {
      return services.find(id).isEmpty()
          ? unknown(id, null)
          : new Result.Refused(id + " was never live; have a push deploy it first");
    }
    DeploySpec spec = change.from(live.get());
    NewRelease content = live.get().content().with(spec, live.get().content().secrets());
    return queue(content, ReleaseKind.CONFIG, by, reason);
  }

  /** With the secrets as they are now. */
  private Result queue(NewRelease content, ReleaseKind kind, String by, String reason) {
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
    return new Result.Queued(services.handOver(asked));
  }

  private Optional<Live> live(ServiceId id) {
    return services
        .find(id)
        .filter(service -> service.live() != null)
        .flatMap(service ->
            services.release(id, service.live()).map(release -> new Live(service, release)));
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

  /** What is live now. */
  private record Live(Service service, Release release) {
    NewRelease content() {
      return release.content();
    }

    DeploySpec spec() {
      return content().spec();
    }
  }

  /** How the configuration differs from the live one. */
  private interface Change {
    DeploySpec from(Live live);
  }

  /** What became of it. */
  public sealed interface Result {
    record Queued(Deployment deployment) implements Result {}

    /** Service or release do not exist; the message names which, and what to do. */
    record Unknown(String message) implements Result {}

    /** It cannot be done as things are; the message says why. */
    record Refused(String message) implements Result {}
  }
}
