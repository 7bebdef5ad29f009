package dev.slipway.dashboard;

import dev.slipway.core.Ids;
import dev.slipway.core.Page;
import dev.slipway.core.Secret;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.delivery.Acceptance;
import dev.slipway.core.delivery.Acceptance.HeadMove;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.delivery.RuleOutcome;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HostPath;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.pipeline.UpdatePlan;
import dev.slipway.core.pipeline.Workload;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Moves the things on a {@link Stage} the way workers and deployers do. Used by one thread. */
final class Scenes {
  static final WorkerId WORKER = new WorkerId("builder-1");
  static final Builds.Filter ANY = Builds.Filter.ANY;
  static final Page.Request FIRST = new Page.Request(20, null);

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

  /** A webhook of a push, and the build that it starts. */
  Delivery push(Repository repository, String branch, String author, String message) {
    NewBuild request = request(repository, branch, author, message);
    return started(
        "push", repository, new Change.Push(request.ref(), request.commit(), null), request);
  }

  /** A webhook of a fork's pull request, and the build that waits for an approval. */
  Delivery fork(Repository repository, int number, String author, String title) {
    PullRequest pull =
        new PullRequest(
            number,
            title,
            "faster-totals",
            "main",
            true,
            "90817",
            Origin.own(new GitRef("refs/pull/" + number + "/head")));
    NewBuild like = request(repository, "main", author, title);
    NewBuild request =
        new NewBuild(
            like.id(),
            like.repositoryId(),
            like.repository(),
            Trigger.PULL_REQUEST,
            pull.head().ref(),
            like.commit(),
            pull,
            null,
            author,
            "it is pull request #" + number + " from a fork, by " + author,
            like.queuedAt());
    return started(
        "pull_request",
        repository,
        new Change.PullRequest(request.ref(), request.commit(), pull),
        request);
  }

  private Delivery started(String event, Repository repository, Change change, NewBuild request) {
    String reason = "a " + event.replace('_', ' ') + " of " + request.ref().shortName();
    Decision decision = new Decision.Build(request.id(), reason + " is built");
    Delivery delivery =
        delivery(repository, event, List.of(new DecidedChange(change, decision, asked(null, ""))));
    accept(delivery, List.of(withDelivery(request, delivery.id())));
    return delivery;
  }

  private static NewBuild withDelivery(NewBuild request, DeliveryId delivery) {
    return new NewBuild(
        request.id(),
        request.repositoryId(),
        request.repository(),
        request.trigger(),
        request.ref(),
        request.commit(),
        request.pullRequest(),
        delivery,
        request.by(),
        request.waitsFor(),
        request.queuedAt());
  }

  DecidedChange ignored(Change change, Rule rule, String reason) {
    return new DecidedChange(change, new Decision.Ignore(rule, reason), asked(rule, reason));
  }

  /** What the rules said until one of them, if any, decided. */
  List<RuleOutcome> asked(@Nullable Rule decider, String reason) {
    List<RuleOutcome> outcomes = new ArrayList<>();
    for (var passed :
        Map.of(
                Rule.DISABLED, "the repository is switched on",
                Rule.EVENT, "push is among push, tag, pull_request",
                Rule.BRANCH, "no branch is excluded",
                Rule.SKIP_MARK, "the head commit's message has no mark",
                Rule.ALREADY_BUILT, "this commit was not built for this ref before")
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .toList()) {
      if (passed.getKey() == decider) {
        outcomes.add(new RuleOutcome(decider, false, reason));
        return outcomes;
      }
      outcomes.add(new RuleOutcome(passed.getKey(), true, passed.getValue()));
    }
    if (decider != null) {
      outcomes.add(new RuleOutcome(decider, false, reason));
    }
    return outcomes;
  }

  Delivery delivery(Repository repository, String event, List<DecidedChange> changes) {
    return new Delivery(
        new DeliveryId(Ids.next("dlv", stage.clock)),
        repository.forge(),
        repository.id(),
        repository.name(),
        hex(4) + "-" + hex(2) + "-11f0-9c4e-" + hex(6),
        event,
        stage.clock.instant(),
        new TreeMap<>(
            Map.of(
                "content-type",
                "application/json",
                "user-agent",
                "GitHub-Hookshot/0ef1a2b",
                "x-github-event",
                event)),
        new Delivery.Body("{\"ref\": \"refs/heads/ü\"}".getBytes(StandardCharsets.UTF_8)),
        "HMAC-SHA256 over the raw body fits the repository's secret",
        null,
        changes,
        changes.isEmpty() ? "a ping says only that the webhook works" : "");
  }

  void accept(Delivery delivery, List<NewBuild> builds) {
    List<GitRef> refs = delivery.changes().stream().map(decided -> decided.change().ref()).toList();
    var heads = stage.store.deliveries().heads(delivery.repositoryId(), refs);
    List<HeadMove> moves =
        builds.stream()
            .map(build -> {
              var sha = build.commit().sha();
              return new HeadMove(build.ref(), heads.get(build.ref()), new Head(sha, sha, null));
            })
            .toList();
    stage.store.deliveries().accept(new Acceptance(delivery, builds, moves, List.of()));
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
        Map.of(),
        build.request().commit().sha(),
        build.id(),
        build.number(),
        kind,
        to,
        kind == ReleaseKind.DEPLOY,
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
        List.of(HostPath.parse(service + ".localhost")),
        EdgeLimits.USUAL,
        replicas,
        Workload.USUAL
            .withPort(8080)
            .withEnv(Map.of("LOG_LEVEL", new EnvValue.Plain(replicas > 1 ? "info" : "debug"))),
        HealthCheck.DEFAULT,
        UpdatePlan.USUAL,
        DeploySpec.USUAL_RETAINED);
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
        new DeploymentState.Starting(List.of()),
        new DeploymentState.Checking(List.of(), one),
        new DeploymentState.Switching(one, 100),
        new DeploymentState.Watching(one, 100),
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
