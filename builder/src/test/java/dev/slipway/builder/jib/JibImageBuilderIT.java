package dev.slipway.builder.jib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.builder.image.RegistryLogins;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.ImageBuilder.Order;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is built without an engine, with a real registry. */
@Timeout(120)
class JibImageBuilderIT {
  private static @Nullable LocalRegistry registry;

  private final String repository = "acme/shop-" + UUID.randomUUID();
  private final Progress progress = new Progress();
  private final Cancellation cancellation = new Cancellation();
  private final WrittenTree tree = new WrittenTree().file("www/index.html", "hello");

  @TempDir private Path folder;

  @BeforeAll
  static void startRegistry() {
    registry = new LocalRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry().close();
  }

  @AfterEach
  void nothing_temporary_is_left() throws IOException {
    Path temporary = folder.resolve("tmp");
    if (Files.isDirectory(temporary)) {
      try (Stream<Path> files = Files.list(temporary)) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void an_image_is_in_the_registry_under_all_of_its_tags() throws Exception {
    tree.dockerfile(
        "FROM scratch",
        "COPY www /www",
        "WORKDIR /www",
        "EXPOSE 8080 81/udp 22",
        "HEALTHCHECK CMD true");

    BuiltImage image = build("one", "two");

    assertThat(image.ports()).containsExactly(22, 8080);
    assertThat(image.healthcheck()).isTrue();
    assertThat(image.size()).isEqualTo(5);
    assertThat(image.image().repository()).isEqualTo(registry().address() + "/" + repository);
    assertThat(digest("one")).isEqualTo(image.image().digest());
    assertThat(digest("two")).isEqualTo(image.image().digest());
    assertThat(progress.steps.keySet())
        .containsExactly("context", "[1/2] COPY www /www", "[2/2] WORKDIR /www", "push");
    assertThat(progress.steps.values()).containsOnly("succeeded");
  }

  @Test
  void the_same_inputs_are_not_built_again_and_that_is_said() throws Exception {
    tree.dockerfile("FROM scratch", "COPY www /www", "EXPOSE 80");
    BuiltImage first = build("one");
    int read = tree.timesRead();
    Progress again = new Progress();

    BuiltImage second = build(tree, again, "two");

    assertThat(second).isEqualTo(first);
    assertThat(digest("two")).isEqualTo(first.image().digest());
    assertThat(again.steps)
        .containsOnlyKeys("reuse", "push")
        .containsEntry("reuse", "succeeded cached");
    assertThat(again.lines.getFirst())
        .isEqualTo(
            "The same files, arguments and base images as in an earlier build: reused "
                + first.image().digest());
    assertThat(tree.timesRead()).isEqualTo(read);
  }

  @Test
  void a_tree_without_a_name_is_read_and_reused_all_the_same() throws Exception {
    tree.dockerfile("FROM scratch", "COPY www /www").nameless();
    BuiltImage first = build("one");
    Progress again = new Progress();

    assertThat(build(tree, again, "one")).isEqualTo(first);
    assertThat(again.steps).containsKey("reuse");
  }

  @Test
  void other_arguments_are_other_inputs() throws Exception {
    tree.dockerfile("FROM scratch", "ARG A", "ENV A=$A", "COPY www /www");
    BuiltImage one = build(order(Map.of("A", "1"), "x"), tree, progress);
    BuiltImage two = build(order(Map.of("A", "2"), "x"), tree, new Progress());

    assertThat(two.image()).isNotEqualTo(one.image());
  }

  @Test
  void the_same_files_give_the_same_digest_on_another_builder() throws Exception {
    tree.dockerfile("FROM scratch", "COPY www /www");
    BuiltImage here = build("one");
    Files.createDirectories(folder.resolve("other"));
    Order elsewhere =
        new Order(new BuildId("bld_2"), spec(Map.of()), repository + "-2", List.of("x"), false);

    try (JibImageBuilder other = builder(folder.resolve("other"))) {
      BuiltImage there = other.build(elsewhere, tree, new Progress(), cancellation);
      assertThat(there.image().digest()).isEqualTo(here.image().digest());
    }
  }

  @Test
  void a_layer_that_did_not_change_is_not_written_again() throws Exception {
    byte[] large = new byte[3_000_000];
    new Random(7).nextBytes(large);
    tree.file("large", large, 0644);
    tree.dockerfile("FROM scratch", "COPY large /large", "COPY www /www");
    build("one");
    tree.file("www/index.html", "changed");
    Progress again = new Progress();

    build(tree, again, "two");

    assertThat(again.steps)
        .containsEntry("[1/2] COPY large /large", "succeeded cached")
        .containsEntry("[2/2] COPY www /www", "succeeded");
  }

  @Test
  void an_image_is_based_on_one_of_the_registry_whose_layers_are_taken_over() throws Exception {
    tree.dockerfile("FROM scratch", "COPY www /www", "LABEL a=b");
    build("base");
    String base = registry().address() + "/" + repository + ":base";
    WrittenTree next = new WrittenTree().dockerfile("FROM " + base, "COPY Dockerfile /www/more");
    Order order =
        new Order(new BuildId("bld_2"), spec(Map.of()), repository + "-2", List.of("x"), false);

    BuiltImage image = build(order, next, new Progress());

    FlatImage flat = FlatImage.read(registry().http(), repository + "-2", image.image().digest());
    assertThat(flat.files()).containsOnlyKeys("www", "www/index.html", "www/more");
    assertThat(flat.config().at("/config/Labels/a").asText()).isEqualTo("b");
  }

  @Test
  void what_needs_an_engine_is_left_to_it_without_a_step() throws Exception {
    tree.dockerfile("FROM scratch", "RUN true");
    assertThat(leftBecause()).isEqualTo("line 2: RUN needs an engine");
    tree.dockerfile("FROM " + registry().address() + "/no/such:1");
    assertThat(leftBecause())
        .isEqualTo(
            "line 1: base image "
                + registry().address()
                + "/no/such:1 cannot be had without an engine (its registry does not have it)");
    tree.dockerfile("FROM scratch", "COPY --chown=nobody www /www");
    assertThat(leftBecause()).isEqualTo("line 2: user nobody is not in the image's /etc/passwd");
    tree.dockerfile("FROM scratch", "COPY www/no* /www");
    assertThat(leftBecause()).isEqualTo("line 2: nothing matches www/no*");
    assertThat(progress.steps).isEmpty();
  }

  @Test
  void a_registry_on_a_private_address_is_not_asked() throws Exception {
    tree.dockerfile("FROM 10.1.2.3/some/image:1");

    assertThat(leftBecause()).contains("10.1.2.3");
  }

  @Test
  void an_image_that_has_to_be_built_so_and_cannot_is_theirs() {
    tree.dockerfile("FROM scratch", "RUN true");

    BuildFailedException thrown =
        catchThrowableOfType(BuildFailedException.class, () -> build("one"));

    assertThat(thrown.failure().message())
        .isEqualTo("Dockerfile cannot be built by `engine: jib`: line 2: RUN needs an engine");
  }

  @Test
  void a_file_that_is_not_in_the_context_is_named() {
    tree.dockerfile("FROM scratch", "COPY lost.txt /");

    BuildFailedException thrown =
        catchThrowableOfType(BuildFailedException.class, () -> build("one"));

    assertThat(thrown.failure()).isInstanceOf(Failure.StepFailed.class);
    assertThat(thrown.failure().message()).isEqualTo("lost.txt is not in the build context");
    assertThat(progress.steps).containsEntry("[1/1] COPY lost.txt /", "failed");
  }

  @Test
  void a_registry_that_is_away_is_ours_and_tried_again() {
    tree.dockerfile("FROM scratch", "COPY www /www");
    try (JibImageBuilder away =
        new JibImageBuilder(
            "127.0.0.1:9", registry(), RegistryLogins.NONE, AddressPolicy.PUBLIC_ONLY, folder)) {
      BuildFailedException thrown =
          catchThrowableOfType(
              BuildFailedException.class,
              () -> away.build(order(Map.of(), "one"), tree, progress, cancellation));
      assertThat(thrown.failure())
          .isInstanceOfSatisfying(
              Failure.Infrastructure.class, failure -> assertThat(failure.retryable()).isTrue());
      assertThat(thrown.failure().message()).contains("127.0.0.1:9");
    }
  }

  @Test
  void a_cancel_before_the_start_starts_nothing() {
    tree.dockerfile("FROM scratch");
    cancellation.cancel();

    assertThatThrownBy(() -> build("one")).isInstanceOf(CancellationException.class);
    assertThat(progress.steps).isEmpty();
  }

  @Test
  void a_cancel_while_the_context_is_read_ends_the_build() {
    WrittenTree endless =
        new WrittenTree() {
          @Override
          public void writeContext(String context, String dockerfile, OutputStream out)
              throws IOException {
            byte[] bytes = new byte[1 << 16];
            for (long i = 0; i < 1L << 40; i++) {
              out.write(bytes);
              cancellation.cancel();
            }
          }
        };
    endless.dockerfile("FROM scratch", "COPY . /");

    assertThatThrownBy(() -> build(endless, progress, "one"))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void a_context_that_breaks_off_is_never_built_from() {
    WrittenTree broken =
        new WrittenTree() {
          @Override
          public void writeContext(String context, String dockerfile, OutputStream out)
              throws IOException {
            super.writeContext(context, dockerfile, out);
            throw new IOException("the object database is damaged");
          }
        };
    broken.dockerfile("FROM scratch", "COPY . /");

    BuildFailedException thrown =
        catchThrowableOfType(BuildFailedException.class, () -> build(broken, progress, "one"));

    assertThat(thrown.failure().message()).contains("the object database is damaged");
    assertThat(progress.steps).containsOnly(Map.entry("context", "failed"));
  }

  private String leftBecause() throws BuildFailedException {
    try (JibImageBuilder builder = builder(folder)) {
      Answer answer = builder.tryToBuild(order(Map.of(), "one"), tree, progress, cancellation);
      assertThat(answer).isInstanceOf(Answer.LeaveToEngine.class);
      return ((Answer.LeaveToEngine) answer).because();
    }
  }

  private BuiltImage build(String... tags) throws BuildFailedException {
    return build(tree, progress, tags);
  }

  private BuiltImage build(WrittenTree from, Progress to, String... tags)
      throws BuildFailedException {
    return build(order(Map.of(), tags), from, to);
  }

  private BuiltImage build(Order order, WrittenTree from, Progress to) throws BuildFailedException {
    try (JibImageBuilder builder = builder(folder)) {
      return builder.build(order, from, to, cancellation);
    }
  }

  private static JibImageBuilder builder(Path folder) {
    return new JibImageBuilder(
        registry().address(), registry(), RegistryLogins.NONE, AddressPolicy.PUBLIC_ONLY, folder);
  }

  private Order order(Map<String, String> args, String... tags) {
    return new Order(new BuildId("bld_1"), spec(args), repository, List.of(tags), false);
  }

  private static ImageBuild spec(Map<String, String> args) {
    return new ImageBuild("web", "", "Dockerfile", null, args);
  }

  private String digest(String tag) throws IOException {
    return registry().http().manifest(repository, tag).orElseThrow().digest();
  }

  private static LocalRegistry registry() {
    return Objects.requireNonNull(registry);
  }
}
