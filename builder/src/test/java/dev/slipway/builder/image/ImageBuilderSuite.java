package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.builder.image.RecordedProgress.End;
import dev.slipway.core.NameFilter;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.Failure.Infrastructure;
import dev.slipway.core.build.Failure.StepFailed;
import dev.slipway.core.build.ImageBuilder.Order;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.ImageBuild.Cache;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What both of the engine's builders have to do, on a real engine and with a real registry. */
@Timeout(120)
abstract class ImageBuilderSuite {
  /** A host where nothing listens: the discard port. */
  private static final String NOWHERE = "127.0.0.1:9";

  static final Engine ENGINE = Engine.fromEnvironment();
  private static @Nullable TestRegistry registry;

  private final ImageBuild.Engine choice;
  private final RecordedProgress progress = new RecordedProgress();
  private final Cancellation cancellation = new Cancellation();

  /** Keeps tests and runs apart, in the registry and in the engine's cache. */
  final String salt = UUID.randomUUID().toString();

  @TempDir private Path folder;

  ImageBuilderSuite(ImageBuild.Engine choice) {
    this.choice = choice;
  }

  @BeforeAll
  static void startRegistry() {
    registry = new TestRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry().close();
  }

  @AfterEach
  void removeImages() {
    ENGINE
        .client()
        .listImagesCmd()
        .withFilter("reference", List.of("*/" + repository()))
        .exec()
        .stream()
        .flatMap(image -> Stream.of(image.getRepoTags()))
        .forEach(tag -> ENGINE.client().removeImageCmd(tag).withForce(true).exec());
  }

  @Test
  void a_good_Dockerfile_becomes_an_image_in_the_registry() throws Exception {
    Checkout checkout =
        dockerfile(
            "FROM busybox:latest",
            "COPY Dockerfile /copied",
            "RUN echo hello " + salt,
            "EXPOSE 8080 81/udp 22",
            "HEALTHCHECK CMD true",
            "CMD [\"sleep\", \"1\"]");

    BuiltImage image = build(checkout, spec(), "one", "two");

    assertThat(image.name()).isEqualTo("web");
    assertThat(image.ports()).containsExactly(22, 8080);
    assertThat(image.healthcheck()).isTrue();
    assertThat(image.size()).isGreaterThan(1_000_000);
    assertThat(image.image().repository()).isEqualTo(registry().address() + "/" + repository());
    assertThat(registry().digest(repository(), "one")).isEqualTo(image.image().digest());
    assertThat(registry().digest(repository(), "two")).isEqualTo(image.image().digest());
    assertThat(progress.steps()).startsWith("context").endsWith("push");
    assertThat(progress.ends().values()).extracting(End::status).containsOnly(Status.SUCCEEDED);
    assertThat(progress.ends().keySet()).containsExactlyInAnyOrderElementsOf(progress.steps());
    assertThat(progress.lines(progress.stepEnding("RUN echo hello " + salt)))
        .containsExactly("hello " + salt);
  }

  @Test
  void the_same_again_comes_from_the_cache_and_keeps_its_digest() throws Exception {
    Checkout checkout = dockerfile("FROM busybox:latest", "RUN echo " + salt);
    BuiltImage first = build(checkout, spec(), "one");
    RecordedProgress again = new RecordedProgress();

    BuiltImage second = builder().build(order(spec(), "one"), checkout, again, cancellation);

    assertThat(second.image()).isEqualTo(first.image());
    End end = again.end(again.stepEnding("RUN echo " + salt));
    assertThat(end).isEqualTo(new End(Status.SUCCEEDED, null, true));
  }

  @Test
  void a_target_ends_the_build_at_its_stage() throws Exception {
    Checkout checkout =
        dockerfile(
            "FROM busybox:latest AS base",
            "EXPOSE 1000",
            "FROM base AS wanted",
            "EXPOSE 2000",
            "FROM base AS last",
            "RUN exit 9");

    BuiltImage image = build(checkout, spec("wanted", Map.of()), "one");

    assertThat(image.ports()).containsExactly(1000, 2000);
    assertThat(image.healthcheck()).isFalse();
  }

  @Test
  void build_arguments_reach_the_Dockerfile() throws Exception {
    Checkout checkout =
        dockerfile("FROM busybox:latest", "ARG WHO=nobody", "RUN echo \"for $WHO\" " + salt);

    build(checkout, spec(null, Map.of("WHO", "Zoë & \"co\"")), "one");

    List<String> lines =
        progress.steps().stream()
            .filter(step -> step.contains("RUN"))
            .flatMap(step -> progress.lines(step).stream())
            .toList();
    assertThat(lines).containsExactly("for Zoë & \"co\" " + salt);
  }

  @Test
  void a_failing_command_is_theirs_and_told_with_its_exit_code() throws Exception {
    Checkout checkout =
        dockerfile("FROM busybox:latest", "RUN echo about to break " + salt + "; exit 7");

    StepFailed failure = failure(StepFailed.class, checkout, spec());

    String step = progress.stepEnding("exit 7");
    assertThat(failure.step()).isEqualTo(step);
    assertThat(failure.message()).contains("exit code 7").contains("about to break " + salt);
    assertThat(progress.end(step)).isEqualTo(new End(Status.FAILED, 7, false));
    assertThat(progress.steps()).doesNotContain("push");
  }

  @Test
  void a_base_image_that_cannot_be_had_is_named() throws Exception {
    Checkout checkout = dockerfile("FROM " + NOWHERE + "/no/such:1", "RUN true");

    Infrastructure failure = failure(Infrastructure.class, checkout, spec());

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.message()).contains(NOWHERE + "/no/such:1");
  }

  @Test
  void a_base_image_that_its_registry_does_not_have_is_theirs() throws Exception {
    String base = registry().address() + "/no/such:1";

    StepFailed failure = failure(StepFailed.class, dockerfile("FROM " + base), spec());

    assertThat(failure.message()).contains(base);
  }

  @Test
  void a_syntax_error_is_told_with_its_line() throws Exception {
    Checkout checkout = dockerfile("FROM busybox:latest", "RUN true", "FETCH it");

    StepFailed failure = failure(StepFailed.class, checkout, spec());

    assertThat(failure.message())
        .startsWithIgnoringCase("Dockerfile, line 3: unknown instruction: FETCH");
    assertThat(progress.end("context")).isEqualTo(new End(Status.FAILED, null, false));
  }

  @Test
  void a_missing_Dockerfile_is_told() throws Exception {
    Checkout checkout = FolderCheckout.with(folder, "README", "nothing here");

    assertThat(failure(StepFailed.class, checkout, spec()).message())
        .isEqualTo("there is no Dockerfile in the root of the repository");
  }

  @Test
  void an_unknown_target_is_named() throws Exception {
    Checkout checkout = dockerfile("FROM busybox:latest AS base");

    assertThat(failure(StepFailed.class, checkout, spec("nope", Map.of())).message())
        .isEqualTo("Dockerfile has no stage named nope");
  }

  @Test
  void a_file_that_is_not_in_the_context_is_named() throws Exception {
    Checkout checkout = dockerfile("FROM busybox:latest", "COPY lost.txt /");

    StepFailed failure = failure(StepFailed.class, checkout, spec());

    assertThat(failure.message()).isEqualTo("lost.txt is not in the build context");
    assertThat(failure.step()).endsWith("COPY lost.txt /");
    assertThat(failure.hint()).contains(".dockerignore");
  }

  @Test
  void every_line_of_a_long_output_arrives_once_and_in_order() throws Exception {
    String command = "RUN seq 1 5000 # " + salt;

    build(dockerfile("FROM busybox:latest", command), spec(), "one");

    assertThat(progress.lines(progress.stepEnding(command)))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 5000).mapToObj(String::valueOf).toList());
  }

  @Test
  void a_cancel_ends_a_running_command_at_once() throws Exception {
    // A number of seconds that no other process sleeps, by which the test finds this one.
    String marker = String.valueOf(1_000_000 + Math.floorMod(salt.hashCode(), 1_000_000));
    Checkout checkout =
        dockerfile("FROM busybox:latest", "RUN echo ready " + salt + "; sleep " + marker);
    CountDownLatch ready = progress.expectLine("ready " + salt);

    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<BuiltImage> building = other.submit(() -> build(checkout, spec(), "one"));
      awaitOrCancel(ready);
      until(() -> running(marker));
      long before = System.nanoTime();
      cancellation.cancel();

      assertThatThrownBy(building::get).hasCauseInstanceOf(CancellationException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }
    assertThat(progress.end(progress.stepEnding(marker)))
        .isEqualTo(new End(Status.CANCELED, null, false));
    until(() -> !running(marker));
  }

  @Test
  void a_cancel_before_the_start_starts_nothing() throws Exception {
    Checkout checkout = dockerfile("FROM busybox:latest");
    cancellation.cancel();

    assertThatThrownBy(() -> build(checkout, spec(), "one"))
        .isInstanceOf(CancellationException.class);
    assertThat(progress.steps()).isEmpty();
  }

  @Test
  void a_cancel_while_the_context_is_sent_ends_the_build() throws Exception {
    EndlessCheckout endless = new EndlessCheckout();

    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<BuiltImage> building = other.submit(() -> build(endless, spec(), "one"));
      awaitOrCancel(endless.sending());
      cancellation.cancel();

      assertThatThrownBy(building::get).hasCauseInstanceOf(CancellationException.class);
    }
    assertThat(progress.end("context")).isEqualTo(new End(Status.CANCELED, null, false));
  }

  @Test
  void a_context_that_breaks_off_is_never_built_from() throws Exception {
    Checkout broken =
        new FolderCheckout(folder) {
          @Override
          public void writeContext(String context, String dockerfile, OutputStream tar)
              throws IOException {
            super.writeContext(context, dockerfile, tar);
            throw new IOException("the object database is damaged");
          }
        };
    Files.writeString(folder.resolve("Dockerfile"), "FROM busybox:latest\n");

    Infrastructure failure = failure(Infrastructure.class, broken, spec());

    assertThat(failure.message()).contains("the object database is damaged");
    assertThat(failure.retryable()).isTrue();
  }

  @Test
  void a_registry_that_is_away_is_ours_and_tried_again() throws Exception {
    Checkout checkout = dockerfile("FROM busybox:latest");
    EngineImageBuilder nowhere =
        new EngineImageBuilder(ENGINE, NOWHERE, registry(), RegistryLogins.NONE);

    BuildFailedException thrown =
        catchThrowableOfType(
            BuildFailedException.class,
            () -> nowhere.build(order(spec(), "one"), checkout, progress, cancellation));

    assertThat(thrown.failure()).isInstanceOf(Infrastructure.class);
    assertThat(((Infrastructure) thrown.failure()).retryable()).isTrue();
    assertThat(thrown.failure().message()).contains(NOWHERE);
    assertThat(progress.end("push")).isEqualTo(new End(Status.FAILED, null, false));
  }

  @Test
  void an_engine_that_is_away_is_ours_and_tried_again() throws Exception {
    String socket = "unix://" + folder.resolve("none.sock");
    try (Engine away = Engine.at(socket)) {
      EngineImageBuilder builder =
          new EngineImageBuilder(away, registry().address(), registry(), RegistryLogins.NONE);
      Checkout checkout = dockerfile("FROM busybox:latest");

      BuildFailedException thrown =
          catchThrowableOfType(
              BuildFailedException.class,
              () -> builder.build(order(spec(), "one"), checkout, progress, cancellation));

      assertThat(thrown.failure().message()).contains(socket);
      assertThat(((Infrastructure) thrown.failure()).retryable()).isTrue();
    }
  }

  private static TestRegistry registry() {
    return Objects.requireNonNull(registry);
  }

  private EngineImageBuilder builder() {
    return new EngineImageBuilder(ENGINE, registry().address(), registry(), RegistryLogins.NONE);
  }

  private BuiltImage build(Checkout checkout, ImageBuild spec, String... tags)
      throws BuildFailedException {
    return builder().build(order(spec, tags), checkout, progress, cancellation);
  }

  /** One of several builds of a test, each with a progress of its own. */
  final void buildOneOf(Checkout checkout, boolean fromFork, String... platforms)
      throws BuildFailedException {
    BuildId build = new BuildId("bld_" + UUID.randomUUID());
    ImageBuild spec = spec(null, Map.of(), platforms);
    Order order = new Order(build, spec, repository(), List.of(build.value()), fromFork);
    builder().build(order, checkout, new RecordedProgress(), cancellation);
  }

  private <F extends Failure> F failure(Class<F> kind, Checkout checkout, ImageBuild spec) {
    BuildFailedException thrown =
        catchThrowableOfType(BuildFailedException.class, () -> build(checkout, spec, "one"));
    assertThat(thrown).isNotNull();
    assertThat(thrown.failure()).isInstanceOf(kind);
    assertThat(thrown.failure().hint()).isNotEmpty();
    return kind.cast(thrown.failure());
  }

  private Order order(ImageBuild spec, String... tags) {
    return new Order(new BuildId("bld_" + salt), spec, repository(), List.of(tags), false);
  }

  private String repository() {
    return "acme/shop-" + salt;
  }

  private ImageBuild spec() {
    return spec(null, Map.of());
  }

  private ImageBuild spec(@Nullable String target, Map<String, String> args, String... platforms) {
    return new ImageBuild(
        "web",
        "",
        "Dockerfile",
        target,
        args,
        List.of(),
        List.of(platforms),
        Cache.LOCAL,
        choice,
        NameFilter.ALL);
  }

  final Path folder() {
    return folder;
  }

  final Checkout dockerfile(String... lines) throws IOException {
    return FolderCheckout.with(folder, "Dockerfile", lines);
  }

  /** Leaves no build behind that the test would wait for without end. */
  private void awaitOrCancel(CountDownLatch latch) throws InterruptedException {
    try {
      RecordedProgress.await(latch);
    } catch (AssertionError e) {
      cancellation.cancel();
      throw e;
    }
  }

  /** Whether there is a process on this machine, containers included, whose command ends so. */
  private static boolean running(String end) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .anyMatch(line -> line.endsWith(end));
  }

  /** Waits for what the engine does by itself after it answered. */
  private static void until(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("within 10 s").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
