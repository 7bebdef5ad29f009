package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.builder.image.RecordedProgress.End;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.ImageBuilder.Order;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.pipeline.ImageBuild.Cache;
import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Results of steps that an engine finds in the registry. To stand for another engine, the one here
 * is made to forget what it knows of these builds.
 */
@Timeout(120)
final class RegistryCacheIT {
  private static final List<String> FROM = List.of("cache-topic", "cache-main");

  private static TestRegistry registry;

  private final BuildFixture fixture = new BuildFixture();
  private final Cancellation cancellation = new Cancellation();
  private Checkout checkout;

  @TempDir private Path folder;

  @BeforeAll
  static void startRegistry() {
    registry = new TestRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @BeforeEach
  void writeDockerfile() throws IOException {
    checkout =
        FolderCheckout.with(
            folder,
            "Dockerfile",
            "FROM busybox:latest",
            "RUN echo slow > /slow # " + fixture.salt,
            "CMD [\"true\"]");
  }

  @AfterEach
  void removeImages() {
    fixture.close();
  }

  @Test
  void what_the_default_branch_left_is_found_by_a_branch_on_another_engine() throws Exception {
    BuiltImage first = build(draft().cache(Cache.REGISTRY, List.of(), "cache-main").order("a"));
    assertThat(registry.digest(fixture.repository, "cache-main")).isEqualTo(first.image().digest());
    fixture.forgetSteps();

    RecordedProgress progress = new RecordedProgress();
    BuiltImage second =
        build(draft().cache(Cache.REGISTRY, FROM, "cache-topic").order("b"), progress);

    assertThat(progress.end(progress.stepEnding(fixture.salt)))
        .isEqualTo(new End(Status.SUCCEEDED, null, true));
    assertThat(progress.end("cache")).isEqualTo(new End(Status.SUCCEEDED, null, false));
    assertThat(progress.lines("cache"))
        .contains("there is no " + name("cache-topic") + " yet", "looked at " + name("cache-main"));
    assertThat(second.image().digest()).isEqualTo(first.image().digest());
    assertThat(registry.digest(fixture.repository, "cache-topic"))
        .isEqualTo(second.image().digest());
  }

  @Test
  void without_looking_there_the_step_runs_again() throws Exception {
    build(draft().cache(Cache.REGISTRY, List.of(), "cache-main").order("a"));
    fixture.forgetSteps();

    RecordedProgress progress = new RecordedProgress();
    build(draft().cache(Cache.LOCAL, FROM, "cache-topic").order("b"), progress);

    assertThat(progress.end(progress.stepEnding(fixture.salt)))
        .isEqualTo(new End(Status.SUCCEEDED, null, false));
    assertThat(progress.steps()).doesNotContain("cache");
    assertMissing("cache-topic");
  }

  @Test
  void the_tag_of_the_cache_stays_off_the_engine() throws Exception {
    build(draft().cache(Cache.REGISTRY, List.of(), "cache-main").order("a"));

    assertThat(
            fixture
                .engine
                .client()
                .listImagesCmd()
                .withFilter("reference", List.of(name("*")))
                .exec())
        .flatExtracting(image -> List.of(image.getRepoTags()))
        .containsExactly(name("a"));
  }

  @Test
  void a_fork_reads_the_cache_and_never_writes_it() throws Exception {
    build(draft().cache(Cache.REGISTRY, List.of(), "cache-main").order("a"));
    fixture.forgetSteps();

    RecordedProgress progress = new RecordedProgress();
    Order order = draft().cache(Cache.REGISTRY, FROM, "cache-topic").fromFork().order("pr-1");
    build(order, progress);

    assertThat(progress.end(progress.stepEnding(fixture.salt)))
        .isEqualTo(new End(Status.SUCCEEDED, null, true));
    assertMissing("cache-topic");
  }

  @Test
  void off_means_that_every_step_runs() throws Exception {
    build(draft().cache(Cache.REGISTRY, List.of(), "cache-main").order("a"));

    RecordedProgress progress = new RecordedProgress();
    build(draft().cache(Cache.OFF, FROM, "cache-topic").order("b"), progress);

    assertThat(progress.end(progress.stepEnding(fixture.salt)))
        .isEqualTo(new End(Status.SUCCEEDED, null, false));
    assertMissing("cache-topic");
  }

  private BuildFixture.Draft draft() {
    return fixture.draft();
  }

  private BuiltImage build(Order order) throws Exception {
    return build(order, new RecordedProgress());
  }

  private BuiltImage build(Order order, RecordedProgress progress) throws Exception {
    return new EngineImageBuilder(fixture.engine, registry.address(), registry, RegistryLogins.NONE)
        .build(order, checkout, progress, cancellation);
  }

  private String name(String tag) {
    return registry.address() + "/" + fixture.repository + ":" + tag;
  }

  private void assertMissing(String tag) {
    assertThatThrownBy(() -> registry.digest(fixture.repository, tag))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("404");
  }
}
