package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.builder.image.RecordedProgress.End;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure.StepFailed;
import dev.slipway.core.build.ImageBuilder.Order;
import dev.slipway.core.build.StepReport.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a build gets over its session, with a real engine and real registries. */
@Timeout(180)
final class BuildSessionIT {
  private static final String SECRET = "canary-c0ffee-4711-a-value-that-is-nowhere-else";

  private final BuildFixture fixture = new BuildFixture();
  private final RecordedProgress progress = new RecordedProgress();
  private final Cancellation cancellation = new Cancellation();

  @TempDir private Path folder;

  @AfterEach
  void removeImages() {
    fixture.close();
  }

  @Test
  void a_step_reads_the_secret_that_it_mounts_and_nothing_keeps_it() throws Exception {
    Checkout checkout =
        dockerfile(
            "FROM busybox:latest",
            "RUN --mount=type=secret,id=NPM_TOKEN,required=true"
                + " sha256sum < /run/secrets/NPM_TOKEN; echo ready; sleep 1; # "
                + fixture.salt,
            "RUN test ! -s /run/secrets/NPM_TOKEN");
    CountDownLatch ready = progress.expectLine("ready");

    try (TestRegistry registry = new TestRegistry();
        ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Order order = fixture.draft().wanting("NPM_TOKEN").with("NPM_TOKEN", SECRET).order("one");
      Future<BuiltImage> building = other.submit(() -> build(registry, order, checkout));
      RecordedProgress.await(ready);
      List<String> processes = processes();
      building.get();

      assertThat(progress.text()).contains(sha256(SECRET)).doesNotContain(SECRET);
      assertThat(processes).isNotEmpty().noneMatch(text -> text.contains(SECRET));
      assertThat(exported(registry.address() + "/" + fixture.repository + ":one"))
          .doesNotContain(SECRET);
    }
  }

  @Test
  void a_secret_that_nobody_set_is_named_with_the_way_to_set_it() throws Exception {
    Checkout checkout = needing("NPM_TOKEN");

    StepFailed failure = failure(fixture.draft().wanting("NPM_TOKEN").order("one"), checkout);

    assertThat(failure.message())
        .isEqualTo("the step needs the secret NPM_TOKEN, which nobody has set");
    assertThat(failure.hint()).isEqualTo("set it with `slipway secrets set NPM_TOKEN`");
    assertThat(failure.step()).contains("RUN --mount=type=secret,id=NPM_TOKEN");
    assertThat(progress.end(failure.step())).isEqualTo(new End(Status.FAILED, null, false));
  }

  @Test
  void a_secret_that_the_pipeline_does_not_list_is_not_given() throws Exception {
    Checkout checkout = needing("NPM_TOKEN");

    StepFailed failure =
        failure(fixture.draft().wanting("OTHER").with("NPM_TOKEN", SECRET).order("one"), checkout);

    assertThat(failure.message())
        .isEqualTo(
            "the step needs the secret NPM_TOKEN, which `build.secrets` in .slipway.yml does not"
                + " list");
  }

  @Test
  void a_fork_gets_no_secret_whatever_the_order_holds() throws Exception {
    Checkout checkout = needing("NPM_TOKEN");
    BuildFixture.Draft draft = fixture.draft().wanting("NPM_TOKEN").with("NPM_TOKEN", SECRET);

    StepFailed failure = failure(draft.fromFork().order("one"), checkout);

    assertThat(failure.message())
        .isEqualTo("the step needs the secret NPM_TOKEN, and pull requests from forks get none");
  }

  @Test
  void an_ssh_agent_is_not_there_and_the_way_around_is_told() throws Exception {
    Checkout checkout =
        dockerfile(
            "FROM busybox:latest", "RUN --mount=type=ssh,required=true true # " + fixture.salt);

    StepFailed failure = failure(fixture.draft().order("one"), checkout);

    assertThat(failure.message()).isEqualTo("the step mounts an SSH agent, and builds have none");
    assertThat(failure.hint()).contains("--mount=type=secret");
  }

  @Test
  void a_private_base_image_is_fetched_with_our_credentials_and_not_by_strangers()
      throws Exception {
    try (TestRegistry guarded = TestRegistry.guarded()) {
      String base = guarded.address() + "/" + fixture.repository + ":base";
      EngineImageBuilder allowed = builder(guarded, TestRegistry.LOGIN);
      allowed.build(
          fixture.draft().order("base"),
          dockerfile("FROM busybox:latest", "RUN echo base > /base # " + fixture.salt),
          new RecordedProgress(),
          cancellation);
      fixture.forgetSteps();
      Checkout onBase = dockerfile("FROM " + base, "RUN cat /base # " + fixture.salt);

      assertThatThrownBy(() ->
              allowed.build(
                  fixture.draft().fromFork().order("fork"),
                  onBase,
                  new RecordedProgress(),
                  cancellation))
          .isInstanceOf(BuildFailedException.class)
          .hasMessageContaining("base image " + base + " could not be fetched");
      assertThatThrownBy(() ->
              builder(guarded, null)
                  .build(
                      fixture.draft().order("other"), onBase, new RecordedProgress(), cancellation))
          .isInstanceOf(BuildFailedException.class)
          .hasMessageContaining("base image " + base + " could not be fetched");
      allowed.build(fixture.draft().order("one"), onBase, progress, cancellation);

      assertThat(progress.lines(progress.stepEnding(fixture.salt))).containsExactly("base");
      assertThat(progress.text()).doesNotContain(TestRegistry.LOGIN.password());
      assertThat(guarded.digest(fixture.repository, "one")).startsWith("sha256:");
    }
  }

  @Test
  void a_cancel_closes_the_session() throws Exception {
    Checkout checkout =
        dockerfile("FROM busybox:latest", "RUN echo ready " + fixture.salt + "; sleep 1000000");
    CountDownLatch ready = progress.expectLine("ready " + fixture.salt);
    try (TestRegistry registry = new TestRegistry();
        ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<BuiltImage> building =
          other.submit(() -> build(registry, fixture.draft().order("one"), checkout));
      RecordedProgress.await(ready);
      assertThat(sessionThreads()).hasSize(1);
      long before = System.nanoTime();
      cancellation.cancel();

      assertThatThrownBy(building::get).hasCauseInstanceOf(CancellationException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
      assertThat(sessionThreads()).isEmpty();
    }
  }

  @Test
  void fifty_builds_leave_no_thread_and_no_socket() throws Exception {
    try (TestRegistry registry = new TestRegistry()) {
      builds(registry, 10);
      long before = openSockets();
      builds(registry, 50);

      assertThat(sessionThreads()).isEmpty();
      assertThat(openSockets()).isLessThanOrEqualTo(before);
    }
  }

  private void builds(TestRegistry registry, int number) throws Exception {
    // Different images: a CNCF registry on plain files cannot be read while the same is pushed
    // again.
    Checkout checkout =
        dockerfile("FROM busybox:latest", "RUN echo " + fixture.salt, "ARG N", "LABEL n=$N");
    EngineImageBuilder builder = builder(registry, null);
    try (ExecutorService others = Executors.newFixedThreadPool(5)) {
      List<Future<BuiltImage>> all = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        Order order = fixture.draft().arg("N", String.valueOf(i)).order("t" + i);
        all.add(
            others.submit(
                () -> builder.build(order, checkout, new RecordedProgress(), cancellation)));
      }
      for (Future<BuiltImage> one : all) {
        one.get();
      }
    }
  }

  private BuiltImage build(TestRegistry registry, Order order, Checkout checkout)
      throws BuildFailedException {
    return builder(registry, null).build(order, checkout, progress, cancellation);
  }

  private EngineImageBuilder builder(
      TestRegistry registry, @Nullable RegistryCredentials credentials) {
    RegistryLogins logins =
        credentials == null
            ? RegistryLogins.NONE
            : RegistryLogins.NONE.and(registry.address(), credentials);
    return new EngineImageBuilder(fixture.engine, registry.address(), registry, logins);
  }

  private StepFailed failure(Order order, Checkout checkout) {
    DockerfileBuild build =
        new DockerfileBuild(
            fixture.engine,
            order,
            "127.0.0.1:9/" + fixture.repository,
            RegistryLogins.NONE,
            progress,
            cancellation);
    BuildFailedException thrown =
        catchThrowableOfType(BuildFailedException.class, () -> build.run(checkout));
    assertThat(thrown).isNotNull();
    assertThat(thrown.failure()).isInstanceOf(StepFailed.class);
    return (StepFailed) thrown.failure();
  }

  private Checkout needing(String secret) throws IOException {
    return dockerfile(
        "FROM busybox:latest",
        "RUN --mount=type=secret,id=" + secret + ",required=true true # " + fixture.salt);
  }

  private Checkout dockerfile(String... lines) throws IOException {
    return FolderCheckout.with(folder, "Dockerfile", lines);
  }

  /** Everything in the image: its configuration, its history, and the content of its layers. */
  private String exported(String image) throws IOException {
    try (InputStream tar = fixture.engine.client().saveImageCmd(image).exec()) {
      return new String(tar.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Command lines and environments of all processes of this machine, containers included. */
  private static List<String> processes() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path process :
          all.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
        found.add(read(process.resolve("cmdline")));
        found.add(read(process.resolve("environ")));
      }
    }
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      // It has ended, or is not ours to look at.
      return "";
    }
  }

  private static List<Thread> sessionThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("build-session"))
        .toList();
  }

  private static long openSockets() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.filter(BuildSessionIT::isSocket).count();
    }
  }

  private static boolean isSocket(Path file) {
    try {
      String target = Files.readSymbolicLink(file).toString();
      return target.startsWith("socket:") || target.contains("eventpoll");
    } catch (IOException _) {
      return false;
    }
  }

  private static String sha256(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
