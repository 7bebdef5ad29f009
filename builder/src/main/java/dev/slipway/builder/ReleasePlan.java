package dev.slipway.builder;

import dev.slipway.core.Ids;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.secret.SecretVersion;
import dev.slipway.core.secret.Secrets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Decides what a build deploys, and fills in what only the image can tell. */
final class ReleasePlan {
  private static final String DEPLOY = "deploy";

  private final Services services;
  private final Secrets secrets;
  private final Clock clock;

  /**
   * A plan.
   *
   * @param services what was set for each by hand
   * @param secrets of which a release remembers the versions
   */
  ReleasePlan(Services services, Secrets secrets, Clock clock) {
    this.services = services;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * The releases of this build; none, with a line that says why, where its ref does not deploy.
   *
   * @throws BuildFailedException when a port is neither given nor exposed
   */
  List<NewRelease> releases(
      Build build,
      Subject subject,
      Pipeline pipeline,
      List<BuiltImage> images,
      BuildProgress progress)
      throws BuildFailedException {
    if (pipeline.deploys().isEmpty()) {
      return List.of();
    }
    progress.started(DEPLOY, Kind.DEPLOY);
    List<NewRelease> releases = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (DeploySpec spec : pipeline.deploys()) {
      Optional<BuiltImage> image = imageOf(spec, images);
      if (!deploys(subject, spec)) {
        progress.line(DEPLOY, whyNot(subject, spec));
      } else if (image.isEmpty()) {
        progress.line(DEPLOY, spec.service() + " stays as it is: nothing changed for its image");
      } else {
        complete(adjusted(spec), image.get(), problems)
            .flatMap(known -> release(build, subject, known, image.get(), problems))
            .ifPresent(releases::add);
      }
    }
    if (!problems.isEmpty()) {
      problems.forEach(problem -> progress.line(DEPLOY, PipelineCheck.inWords(problem)));
      progress.finished(DEPLOY, Status.FAILED, null, false);
      throw new BuildFailedException(new Failure.PipelineInvalid(problems));
    }
    releases.forEach(release -> progress.line(DEPLOY, handedOver(release)));
    progress.finished(DEPLOY, Status.SUCCEEDED, null, false);
    return releases;
  }

  /** A pull request never deploys, whatever its branch is called. */
  static boolean deploys(Subject subject, DeploySpec spec) {
    return !subject.proposed()
        && subject.ref().branch().filter(branch(subject, spec)::equals).isPresent();
  }

  private static String branch(Subject subject, DeploySpec spec) {
    return Objects.requireNonNullElse(spec.branch(), subject.repository().defaultBranch());
  }

  private static String whyNot(Subject subject, DeploySpec spec) {
    String what = subject.proposed() ? "A pull request" : subject.ref().shortName();
    return what
        + " does not deploy "
        + spec.service()
        + " to "
        + spec.environment()
        + ": only branch "
        + branch(subject, spec)
        + " does";
  }

  private static String handedOver(NewRelease release) {
    DeploySpec spec = release.spec();
    return "Deploying "
        + spec.service()
        + " to "
        + spec.environment()
        + " on "
        + spec.target()
        + ", port "
        + spec.workload().port();
  }

  /** With what people set for the service by hand. */
  private DeploySpec adjusted(DeploySpec spec) {
    return services
        .find(ServiceId.of(spec.service(), spec.environment()))
        .map(service -> service.adjusted().over(spec))
        .orElse(spec);
  }

  private static Optional<DeploySpec> complete(
      DeploySpec spec, BuiltImage image, List<Problem> problems) {
    Integer asked = spec.workload().port();
    Integer port = asked != null ? asked : image.ports().stream().findFirst().orElse(null);
    if (port == null) {
      problems.add(
          new Problem(
              "deploy.port",
              0,
              0,
              "nobody says which port " + spec.service() + " listens on",
              "add EXPOSE to the Dockerfile, or `port:` under `deploy:` in .slipway.yml"));
      return Optional.empty();
    }
    return Optional.of(
        spec.withWorkload(spec.workload().withPort(port))
            .withHealthCheck(
                spec.healthCheck().withProbe(known(spec.healthCheck().probe(), image))));
  }

  private static Probe known(Probe probe, BuiltImage image) {
    return switch (probe) {
      case Probe.Inferred _ -> image.healthcheck() ? new Probe.OfImage() : new Probe.Tcp();
      case Probe.Http _, Probe.Tcp _, Probe.Command _, Probe.OfImage _ -> probe;
    };
  }

  /** Empty where the image was not built this time. */
  private static Optional<BuiltImage> imageOf(DeploySpec spec, List<BuiltImage> images) {
    return images.stream().filter(image -> image.name().equals(spec.build())).findFirst();
  }

  /** Empty, and told among the problems, where a secret is wanted that nobody set. */
  private Optional<NewRelease> release(
      Build build, Subject subject, DeploySpec spec, BuiltImage image, List<Problem> problems) {
    NewBuild request = build.request();
    Set<String> names = Set.copyOf(EnvValue.secrets(spec.workload().env()));
    Map<String, SecretVersion> versions =
        secrets.versions(request.repositoryId(), spec.environment(), names);
    names.stream()
        .filter(name -> !versions.containsKey(name))
        .sorted()
        .map(name -> unset(name, spec, request))
        .forEach(problems::add);
    if (versions.size() < names.size()) {
      return Optional.empty();
    }
    return Optional.of(
        new NewRelease(
            new DeploymentId(Ids.next("dep", clock)),
            ServiceId.of(spec.service(), spec.environment()),
            request.repositoryId(),
            request.repository(),
            image.image(),
            spec,
            versions,
            subject.sha(),
            build.id(),
            build.number(),
            ReleaseKind.DEPLOY,
            null,
            true,
            request.by(),
            "",
            clock.instant()));
  }

  private static Problem unset(String name, DeploySpec spec, NewBuild request) {
    return new Problem(
        "deploy.env",
        0,
        0,
        "the secret " + name + " that " + spec.service() + " is to get is not set",
        "set it: `slipway secrets set %s %s`, or %s:%s for that environment alone"
            .formatted(request.repository(), name, request.repository(), spec.environment()));
  }
}
