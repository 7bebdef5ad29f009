package dev.slipway.builder;

import dev.slipway.core.Secret;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.ImageBuilder;
import dev.slipway.core.build.InMemoryBuildStore;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.Sources;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.build.StepRunner;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.InMemoryServices;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Logs;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HostPath;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.pipeline.UpdatePlan;
import dev.slipway.core.pipeline.When;
import dev.slipway.core.pipeline.Workload;
import dev.slipway.core.secret.InMemorySecrets;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.InMemoryRepositories;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.PullRequest;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A repository whose commit holds a few files, a pipeline that a test sets, an image builder whose
 * behaviour a test sets, and a store in memory.
 */
final class Fixture implements Sources, PipelineReader, StepRunner, ImageBuilder {
  /** What every checkout turns out to be of. */
  static final CommitSha COMMIT = new CommitSha("ab".repeat(20));

  static final ImageBuild WEB = new ImageBuild("web", "", "Dockerfile", null, Map.of());
  static final DeploySpec DEPLOY =
      new DeploySpec(
          "production",
          "shop",
          "web",
          "docker",
          null,
          List.of(HostPath.parse("shop.localhost")),
          EdgeLimits.USUAL,
          1,
          Workload.USUAL.withPort(8080),
          HealthCheck.DEFAULT,
          UpdatePlan.USUAL,
          DeploySpec.USUAL_RETAINED);

  final Map<String, String> files = new ConcurrentHashMap<>(Map.of("Dockerfile", "FROM scratch"));
  final List<ImageBuilder.Order> orders = new CopyOnWriteArrayList<>();
  final List<NewRelease> released = new CopyOnWriteArrayList<>();
  final Clock clock = Clock.systemUTC();
  final InMemoryRepositories repositories = new InMemoryRepositories();
  final InMemoryBuildStore store =
      new InMemoryBuildStore(
          clock,
          release -> {
            released.add(release);
            return release.deployment();
          });
  final InMemorySecrets secrets = new InMemorySecrets(repositories, clock);
  final InMemoryServices services = new InMemoryServices(clock);
  final BuildRun run =
      new BuildRun(
          new Workshop(this, this, this, secrets, services, store.queue()),
          this,
          store.builds(),
          clock);

  /** Those whose leftovers were removed. */
  final List<BuildId> abandoned = new CopyOnWriteArrayList<>();

  final List<StepRunner.Order> stepOrders = new CopyOnWriteArrayList<>();
  Reading reading = new Reading.Valid(pipeline(List.of(WEB), List.of(DEPLOY)));
  Work work = (_, _) -> {};
  @Nullable Failure checkoutFails;
  List<Integer> ports = List.of(80);
  boolean healthcheck;

  /** The pipeline file that was read last, and what it was read for. */
  @Nullable String read;

  @Nullable Context readFor;

  /** What changed since a commit; a commit that is not here is not to be had. */
  final Map<CommitSha, List<String>> changed = new ConcurrentHashMap<>();

  /** What the commit has in common with a branch. */
  final Map<GitRef, CommitSha> mergeBases = new ConcurrentHashMap<>();

  /** What the commit's author wrote about it. */
  String message = "Sell shoes";

  final List<Origin> opened = new CopyOnWriteArrayList<>();

  Fixture() {
    repositories.add(repository());
  }

  static Pipeline pipeline(List<ImageBuild> builds, List<DeploySpec> deploys) {
    return pipeline(List.of(), builds, deploys);
  }

  static Pipeline pipeline(List<When> when, List<ImageBuild> builds, List<DeploySpec> deploys) {
    return new Pipeline("shop", when, Duration.ofMinutes(30), builds, List.of("latest"), deploys);
  }

  static Repository repository() {
    return new Repository(
        SampleBuilds.SHOP,
        Forge.GIT,
        new RepositoryName("acme/shop"),
        URI.create("https://git.example.com/acme/shop.git"),
        "main",
        new Secret("webhook_secret", "0123456789abcdef"),
        null,
        null,
        Triggers.DEFAULT,
        null,
        true,
        Instant.EPOCH);
  }

  /** Queues a build of the repository. */
  Build queue(GitRef ref, Trigger trigger) {
    NewBuild request = SampleBuilds.of(SampleBuilds.SHOP, ref, trigger);
    return store.builds().add(request);
  }

  /** Queues a build of pull request 7 into main, whose source branch is called main too. */
  Build queuePullRequest(boolean fromFork, Trigger trigger) {
    GitRef ref = new GitRef("refs/pull/7/head");
    NewBuild like = SampleBuilds.of(SampleBuilds.SHOP, ref, trigger);
    return store
        .builds()
        .add(
            new NewBuild(
                like.id(),
                like.repositoryId(),
                like.repository(),
                trigger,
                ref,
                like.commit(),
                pullRequest(fromFork),
                null,
                like.by(),
                null,
                like.queuedAt()));
  }

  static PullRequest pullRequest(boolean fromFork) {
    URI fork = URI.create("https://git.example.com/stranger/shop.git");
    return new PullRequest(
        7,
        "Sell hats",
        "main",
        "main",
        fromFork,
        "583231",
        new Origin(fromFork ? fork : null, GitRef.ofBranch("main")));
  }

  Build claimed(dev.slipway.core.build.BuildQueue queue) throws InterruptedException {
    return queue.claim(new WorkerId("w1"), Duration.ofSeconds(5)).orElseThrow();
  }

  List<String> log(Build build) {
    return store.logs().read(build.id(), 1, 10_000).lines().stream().map(LogLine::text).toList();
  }

  /** Returns once the log of the build has that line. */
  void awaitLine(Build build, String text) throws InterruptedException {
    CountDownLatch there = new CountDownLatch(1);
    Runnable look =
        () -> {
          if (log(build).contains(text)) {
            there.countDown();
          }
        };
    try (Logs.Subscription _ = store.logs().follow(build.id(), look)) {
      look.run();
      if (!there.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("the log has no line " + text + " but " + log(build));
      }
    }
  }

  @Override
  public Checkout open(
      Repository repository, Origin origin, CommitSha sha, Cancellation cancellation)
      throws BuildFailedException {
    if (checkoutFails != null) {
      throw new BuildFailedException(checkoutFails);
    }
    opened.add(origin);
    return new Tree();
  }

  @Override
  public Reading read(byte @Nullable [] file, Context context) {
    read = file == null ? null : new String(file, StandardCharsets.UTF_8);
    readFor = context;
    return reading;
  }

  @Override
  public BuiltImage build(
      ImageBuilder.Order order,
      Checkout checkout,
      BuildProgress progress,
      Cancellation cancellation)
      throws BuildFailedException {
    orders.add(order);
    progress.started("image", Kind.IMAGE);
    work.run(progress, cancellation);
    progress.finished("image", Status.SUCCEEDED, 0, false);
    ImageReference image =
        new ImageReference("127.0.0.1:5000/" + order.repository(), "sha256:" + "ab".repeat(32));
    return new BuiltImage(order.spec().name(), image, 1000, ports, healthcheck);
  }

  @Override
  public Checkout run(
      StepRunner.Order order,
      Checkout checkout,
      BuildProgress progress,
      Cancellation cancellation) {
    stepOrders.add(order);
    order.secrets().values().forEach(secret -> progress.line("unit", "got " + secret.reveal()));
    return new Tree();
  }

  @Override
  public void removeLeftovers(BuildId build) {
    abandoned.add(build);
  }

  /** What the image builder does while it builds. */
  @FunctionalInterface
  interface Work {
    void run(BuildProgress progress, Cancellation cancellation) throws BuildFailedException;
  }

  private final class Tree implements Checkout {
    @Override
    public CommitSha commit() {
      return COMMIT;
    }

    @Override
    public String message() {
      return message;
    }

    @Override
    public Optional<byte[]> file(String path, int limit) {
      return Optional.ofNullable(files.get(path))
          .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<String> filesNamed(Predicate<String> wanted, int most) {
      return files.keySet().stream()
          .sorted()
          .filter(path -> wanted.test(path.substring(path.lastIndexOf('/') + 1)))
          .limit(most)
          .toList();
    }

    @Override
    public boolean hasFolder(String path) {
      return path.isEmpty()
          || files.keySet().stream().anyMatch(file -> file.startsWith(path + "/"));
    }

    @Override
    public void writeTree(OutputStream tar) throws IOException {
      throw new IOException("no step asks for it here");
    }

    @Override
    public void writeContext(String folder, String dockerfile, OutputStream tar)
        throws IOException {
      throw new IOException("no engine asks for it here");
    }

    @Override
    public ChangedPaths changedSince(CommitSha base) {
      List<String> paths = changed.get(base);
      return paths == null
          ? new ChangedPaths.Unknown("commit " + base.abbreviated() + " is not to be had any more")
          : new ChangedPaths.Known(paths);
    }

    @Override
    public Optional<CommitSha> mergeBase(GitRef branch) {
      return Optional.ofNullable(mergeBases.get(branch));
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
