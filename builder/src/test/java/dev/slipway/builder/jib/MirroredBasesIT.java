package dev.slipway.builder.jib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.builder.ImageEngines;
import dev.slipway.builder.MirroredBases;
import dev.slipway.builder.image.Engine;
import dev.slipway.builder.image.EngineImageBuilder;
import dev.slipway.builder.image.RegistryCredentials;
import dev.slipway.builder.image.RegistryLogins;
import dev.slipway.builder.java.JavaImages;
import dev.slipway.core.NameFilter;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.ImageBuilder.LayerCache;
import dev.slipway.core.build.ImageBuilder.Order;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.registry.BaseImageMirror;
import dev.slipway.core.registry.BaseImageMirror.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images that begin with copies of a mirror, since where FROM says there is nothing. */
@Timeout(120)
class MirroredBasesIT {
  private static final String HUB = "hub.invalid/library/node:22";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Engine ENGINE = Engine.fromEnvironment();
  private static @Nullable LocalRegistry registry;
  private static @Nullable Path folder;

  private final String salt = UUID.randomUUID().toString();
  private final Progress progress = new Progress();

  @BeforeAll
  static void start(@TempDir Path temporary) {
    registry = new LocalRegistry();
    folder = temporary;
  }

  @AfterAll
  static void stop() {
    registry().close();
  }

  @AfterEach
  void removeImages() {
    ENGINE
        .client()
        .listImagesCmd()
        .withFilter("reference", List.of(registry().address() + "/*/*"))
        .exec()
        .forEach(image -> ENGINE.client().removeImageCmd(image.getId()).withForce(true).exec());
  }

  @ParameterizedTest
  @EnumSource(names = {"BUILDKIT", "DOCKER", "JIB"})
  void anImageBeginsWithTheCopyOfItsBase(ImageBuild.Engine engine) throws Exception {
    String base = base("first");
    WrittenTree tree =
        new WrittenTree()
            .file("app", salt)
            .dockerfile(
                "ARG TAG=22",
                "FROM hub.invalid/library/node:${TAG} AS build",
                "FROM " + HUB,
                "COPY --from=build /base /from-stage",
                "COPY app /app");

    BuiltImage image = build(engine, tree, copyAt(base));

    assertThat(progress.lines).contains("FROM " + HUB + " is " + copyAt(base) + " (up to date)");
    FlatImage flat = FlatImage.read(registry().http(), "acme/" + salt, image.image().digest());
    assertThat(flat.files()).containsKeys("base", "from-stage", "app");
    JsonNode history = flat.config().path("history");
    assertThat(history.toString()).contains("COPY");
  }

  @ParameterizedTest
  @EnumSource(names = {"BUILDKIT", "DOCKER"})
  void whatIsCopiedFromAnImageComesFromTheMirrorToo(ImageBuild.Engine engine) throws Exception {
    String base = base("first");
    WrittenTree tree =
        new WrittenTree()
            .file("app", salt)
            .dockerfile(
                "FROM scratch", "COPY app /app", "COPY --from=" + HUB + " /base /from-image");

    BuiltImage image = build(engine, tree, copyAt(base));

    assertThat(progress.lines)
        .contains("COPY --from=" + HUB + " is " + copyAt(base) + " (up to date)");
    assertThat(FlatImage.read(registry().http(), "acme/" + salt, image.image().digest()).files())
        .containsKeys("app", "from-image");
  }

  @Test
  void aBaseThatMovedIsNoticedAndOneThatDidNotIsNotBuiltAgain() throws Exception {
    WrittenTree tree = new WrittenTree().dockerfile("FROM " + HUB, "COPY Dockerfile /Dockerfile");
    String first = base("first");
    BuiltImage one = build(ImageBuild.Engine.JIB, tree, copyAt(first));
    progress.steps.clear();
    assertThat(build(ImageBuild.Engine.JIB, tree, copyAt(first))).isEqualTo(one);
    assertThat(progress.steps).containsKey("reuse");

    String second = base("second");
    progress.steps.clear();
    BuiltImage other = build(ImageBuild.Engine.JIB, tree, copyAt(second));

    assertThat(progress.steps).doesNotContainKey("reuse");
    assertThat(layers(other)).startsWith(baseLayer(second)).endsWith(layers(one).getLast());
    assertThat(layers(one)).startsWith(baseLayer(first));
  }

  @Test
  void whatStrangersBuildGetsNoCopyThatOneHasToSignInFor() throws Exception {
    String base = base("first");
    RegistryLogins logins =
        RegistryLogins.NONE.and(registry().address(), new RegistryCredentials("ada", "secret"));
    MirroredBases bases = new MirroredBases(mirror(copyAt(base)), logins);
    ImageBuild spec = new ImageBuild("web", "", "Dockerfile", null, Map.of());
    WrittenTree tree = new WrittenTree().dockerfile("FROM " + HUB);
    Order order = new Order(new BuildId("bld_" + salt), spec, "acme/x", List.of("1"), true);

    ImageEngines engines = engines(bases);
    assertThatThrownBy(() -> engines.build(order, tree, progress, new Cancellation()))
        .isInstanceOf(BuildFailedException.class);
    assertThat(progress.lines)
        .contains(
            "FROM "
                + HUB
                + " is not taken from a mirror: a fork may not sign in at "
                + registry().address());
  }

  private List<String> layers(BuiltImage image) throws Exception {
    JsonNode manifest =
        JSON.readTree(
            registry()
                .http()
                .manifest("acme/" + salt, image.image().digest())
                .orElseThrow()
                .bytes());
    return manifest.get("layers").findValuesAsText("digest");
  }

  private String baseLayer(String digest) throws Exception {
    return JSON.readTree(registry().http().manifest("mirror/node", digest).orElseThrow().bytes())
        .get("layers")
        .findValuesAsText("digest")
        .getFirst();
  }

  /** A base with one file; answers its digest. */
  private String base(String content) throws Exception {
    WrittenTree tree =
        new WrittenTree().file("base", content).dockerfile("FROM scratch", "COPY base /base");
    return withoutEngine()
        .build(
            order("mirror/node", ImageBuild.Engine.JIB), tree, new Progress(), new Cancellation())
        .image()
        .digest();
  }

  private static String copyAt(String digest) {
    return registry().address() + "/mirror/node@" + digest;
  }

  private static BaseImageMirror mirror(String copy) {
    return (wanted, _) ->
        wanted.image().equals(HUB)
            ? new Answer.Copy(copy, "up to date")
            : new Answer.NotMirrored("");
  }

  private BuiltImage build(ImageBuild.Engine engine, WrittenTree tree, String copy)
      throws Exception {
    return engines(new MirroredBases(mirror(copy), RegistryLogins.NONE))
        .build(order("acme/" + salt, engine), tree, progress, new Cancellation());
  }

  private static ImageEngines engines(MirroredBases bases) throws Exception {
    return new ImageEngines(
        withoutEngine(),
        new EngineImageBuilder(ENGINE, registry().address(), registry(), RegistryLogins.NONE),
        new JavaImages(folder().resolve("java")),
        bases);
  }

  private static JibImageBuilder withoutEngine() {
    return new JibImageBuilder(
        registry().address(),
        registry(),
        RegistryLogins.NONE,
        AddressPolicy.allowing(List.of()),
        folder().resolve("jib"));
  }

  private static Order order(String repository, ImageBuild.Engine engine) {
    ImageBuild spec =
        new ImageBuild(
            "web",
            "",
            "Dockerfile",
            null,
            Map.of(),
            List.of(),
            List.of(),
            ImageBuild.Cache.LOCAL,
            engine,
            NameFilter.ALL);
    return new Order(
        new BuildId("bld_" + UUID.randomUUID()),
        spec,
        repository,
        List.of("1"),
        false,
        Map.of(),
        LayerCache.NONE);
  }

  private static LocalRegistry registry() {
    return Objects.requireNonNull(registry);
  }

  private static Path folder() {
    return Objects.requireNonNull(folder);
  }
}
