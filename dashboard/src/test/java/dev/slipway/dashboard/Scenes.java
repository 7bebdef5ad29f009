package dev.slipway.dashboard;

import dev.slipway.core.Ids;
import dev.slipway.core.Secret;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Moves the things on a {@link Stage} the way workers and deployers do. Used by one thread. */
final class Scenes {
  static final WorkerId WORKER = new WorkerId("builder-1");

  private final Stage stage;
  private final Random random = new Random(42);

  Scenes(Stage stage) {
    this.stage = stage;
  }

  Repository repository(Forge forge, String name) {
    Repository repository =
        new Repository(
            new RepositoryId(Ids.next("repo", stage.clock)),
            forge,
            new RepositoryName(name),
            URI.create("https://git.example.com/" + name + ".git"),
            "main",
            new Secret("webhook_secret", "0123456789abcdef0123456789abcdef"),
            null,
            null,
            Triggers.DEFAULT,
            null,
            true,
            stage.clock.instant());
    if (!stage.repositories.add(repository)) {
      throw new IllegalStateException(name + " is there already");
    }
    return repository;
  }

  String hex(int bytes) {
    byte[] bits = new byte[bytes];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  NewBuild request(Repository repository, String branch, String author, String message) {
    return new NewBuild(
        new BuildId(Ids.next("bld", stage.clock)),
        repository.id(),
        repository.name(),
        Trigger.PUSH,
        GitRef.ofBranch(branch),
        new Commit(new CommitSha(hex(20)), author, message),
        null,
        null,
        author,
        null,
        stage.clock.instant());
  }

  /** Queued. */
  Build queue(Repository repository, String branch, String author, String message) {
    return stage.builds().add(request(repository, branch, author, message));
  }

  /** Taken by a worker. */
  Build run(Repository repository, String branch, String author, String message)
      throws InterruptedException {
    Build queued = queue(repository, branch, author, message);
    stage.clock.advance(Duration.ofSeconds(1));
    Build claimed = stage.queue().claim(WORKER, Duration.ofSeconds(5)).orElseThrow();
    if (!claimed.id().equals(queued.id())) {
      throw new IllegalStateException("another build was before it");
    }
    return claimed;
  }

  StepReport step(
      String name,
      StepReport.Kind kind,
      StepReport.Status status,
      int fromMillis,
      @Nullable Integer toMillis,
      boolean cached,
      Instant start) {
    return new StepReport(
        name,
        kind,
        status,
        start.plusMillis(fromMillis),
        toMillis == null ? null : start.plusMillis(toMillis),
        toMillis == null || kind != StepReport.Kind.IMAGE ? null : 0,
        cached);
  }

  Build finish(Build running, BuildState end, List<NewRelease> releases) {
    var finished =
        stage.queue().finish(running.id(), running.state().attempt(), end, releases, Duration.ZERO);
    if (finished.isEmpty()) {
      throw new IllegalStateException("the lease of " + running.id() + " is lost");
    }
    return stage.builds().find(running.id()).orElseThrow();
  }

  BuildState.Succeeded succeeded(Build running, ImageReference image) {
    return new BuildState.Succeeded(
        running.state().attempt(),
        startOf(running),
        stage.clock.instant(),
        List.of(new BuiltImage("web", image, 41_300_000, List.of(8080), false)));
  }

  BuildState.Failed failed(Build running, Failure failure) {
    return new BuildState.Failed(
        running.state().attempt(), startOf(running), stage.clock.instant(), failure);
  }

  static Instant startOf(Build build) {
    return build.state() instanceof BuildState.Running running
        ? running.startedAt()
        : build.request().queuedAt();
  }

  ImageReference image(Repository repository) {
    return new ImageReference("127.0.0.1:5000/" + repository.name(), "sha256:" + hex(32));
  }

  NewRelease release(
      Build build, ImageReference image, ReleaseKind kind, @Nullable Integer to, String reason) {
    String service = build.request().repository().name();
    return new NewRelease(
        new DeploymentId(Ids.next("dep", stage.clock)),
        ServiceId.of(service, "production"),
        build.request().repositoryId(),
        build.request().repository(),
        image,
        spec(service, build.number() > 2 ? 2 : 1),
        build.request().commit().sha(),
        build.id(),
        build.number(),
        kind,
        to,
        build.request().by(),
        reason,
        stage.clock.instant());
  }

  private static DeploySpec spec(String service, int replicas) {
    return new DeploySpec(
        "production",
        service,
        "web",
        "docker",
        null,
        List.of(service + ".localhost"),
        8080,
        replicas,
        List.of(),
        HealthCheck.DEFAULT,
        Duration.ofSeconds(30),
        Map.of("LOG_LEVEL", replicas > 1 ? "info" : "debug"),
        DeploySpec.Resources.UNLIMITED);
  }

  /** Takes the next rollout through these states. */
  Deployment roll(List<DeploymentState> states, List<String> details) throws InterruptedException {
    Deployment current =
        stage.services.claim(new WorkerId("deployer-1"), Duration.ofSeconds(5)).orElseThrow();
    for (int i = 0; i < states.size(); i++) {
      stage.clock.advance(Duration.ofMillis(180 + 140L * i));
      current = stage.services.move(current, states.get(i), details.get(i)).orElseThrow();
      stage.store.publish("deployment", current.id().value());
    }
    return current;
  }

  static List<DeploymentState> allTheWay(Instance instance) {
    List<Instance> one = List.of(instance);
    return List.of(
        new DeploymentState.Preparing(),
        new DeploymentState.Starting(),
        new DeploymentState.Checking(one),
        new DeploymentState.Switching(one),
        new DeploymentState.Watching(one),
        new DeploymentState.Live(one));
  }

  static List<String> detailsAllTheWay() {
    return List.of(
        "",
        "the image is on the engine",
        "1 container started",
        "answered GET /up with 200",
        "every edge has the new route",
        "the old container finished 3 requests and stopped");
  }
}
