package dev.slipway.builder.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.builder.image.FolderCheckout;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaImagesTest {
  private static final ImageBuild WEB = new ImageBuild("web", "", "Dockerfile", null, Map.of());
  private static final Map<String, String> MAIN = Map.of("Main-Class", "com.acme.Shop");

  @TempDir Path folder;
  private final Said said = new Said();
  private Path tree;
  private JavaImages images;

  @BeforeEach
  void start() throws IOException {
    tree = Files.createDirectory(folder.resolve("tree"));
    images = new JavaImages(folder.resolve("work"));
    Files.writeString(tree.resolve("pom.xml"), "<project/>");
  }

  @Test
  void aDockerfileOrNoJavaProjectIsLeftAsItIs() throws Exception {
    Files.delete(tree.resolve("pom.xml"));
    assertThat(context(WEB)).isNull();
    Files.writeString(tree.resolve("pom.xml"), "<project/>");
    Files.writeString(tree.resolve("Dockerfile"), "FROM scratch");
    assertThat(context(WEB)).isNull();
    assertThat(said.lines).isEmpty();
  }

  @Test
  void aJarWithItsMainClassComesAboveItsDependencies() throws Exception {
    jar("target/shop-1.0.jar", MAIN, "com/acme/Shop.class");
    jar("target/shop-1.0-sources.jar", MAIN, "com/acme/Shop.java");
    jar("target/dependency/gson-2.jar", Map.of(), "x");
    jar("target/dependency/own-1-SNAPSHOT.jar", Map.of(), "y");

    try (Checkout context = context(WEB)) {
      assertThat(dockerfile(context, "Dockerfile"))
          .containsExactly(
              "ARG JAVA_IMAGE=eclipse-temurin:25-jre",
              "FROM ${JAVA_IMAGE}",
              "WORKDIR /app",
              "COPY libs/ /app/libs/",
              "COPY snapshots/ /app/libs/",
              "COPY app.jar /app/app.jar",
              "EXPOSE 8080",
              "ENTRYPOINT [\"java\", \"-cp\", \"/app/app.jar:/app/libs/*\", \"com.acme.Shop\"]");
      assertThat(files(context, ""))
          .containsExactly(
              "Dockerfile", "libs/gson-2.jar", "snapshots/own-1-SNAPSHOT.jar", "app.jar");
      assertThat(context.fingerprint("")).isEmpty();
    }
    assertThat(said.lines)
        .contains("target/shop-1.0.jar: main class com.acme.Shop, 2 dependencies");
    assertThat(said.statuses).containsExactly(StepReport.Status.SUCCEEDED);
    assertNothingLeft();
  }

  @Test
  void springBootsJarIsTakenApart() throws Exception {
    jar(
        "target/shop.jar",
        Map.of(
            "Main-Class",
            "org.springframework.boot.loader.launch.JarLauncher",
            "Start-Class",
            "com.acme.Shop"),
        "BOOT-INF/classes/",
        "BOOT-INF/classes/com/acme/Shop.class",
        "BOOT-INF/classes/application.yml",
        "BOOT-INF/lib/spring-core-7.jar",
        "org/springframework/boot/loader/launch/JarLauncher.class");
    jar("target/dependency/spring-core-7.jar", Map.of(), "x");

    try (Checkout context = context(WEB)) {
      assertThat(files(context, ""))
          .containsExactly(
              "Dockerfile",
              "classes/application.yml",
              "classes/com/acme/Shop.class",
              "libs/spring-core-7.jar");
      assertThat(dockerfile(context, "Dockerfile"))
          .contains(
              "COPY libs/ /app/libs/",
              "COPY classes/ /app/classes/",
              "ENTRYPOINT [\"java\", \"-cp\", \"/app/classes:/app/libs/*\", \"com.acme.Shop\"]");
    }
  }

  @Test
  void aShadedJarBringsWhatItNeeds() throws Exception {
    jar("target/shop.jar", MAIN, "a");
    jar("target/original-shop.jar", MAIN, "a");
    jar("target/dependency/gson-2.jar", Map.of(), "x");
    try (Checkout context = context(WEB)) {
      assertThat(files(context, "")).containsExactly("Dockerfile", "app.jar");
    }
  }

  @Test
  void aProjectInAFolderIsLookedForThereAlone() throws Exception {
    ImageBuild spec = new ImageBuild("api", "services/api", "Dockerfile", null, Map.of());
    Files.createDirectories(tree.resolve("services/api"));
    Files.writeString(tree.resolve("services/api/build.gradle.kts"), "");
    jar("target/other.jar", MAIN, "a");
    jar("services/api/build/libs/api.jar", MAIN, "a");
    jar("services/api/build/libs/api-plain.jar", MAIN, "a");
    jar("services/api/build/install/api/lib/api.jar", MAIN, "a");
    jar("services/api/build/install/api/lib/gson-2.jar", Map.of(), "a");
    try (Checkout context = context(spec)) {
      assertThat(files(context, "services/api"))
          .containsExactly("Dockerfile", "libs/gson-2.jar", "app.jar");
      assertThat(dockerfile(context, "services/api/Dockerfile")).contains("EXPOSE 8080");
    }
    Step step = JavaProject.GRADLE.packaging("package", spec);
    assertThat(step.commands()).containsExactly("cd 'services/api'", "gradle --no-daemon build");
  }

  @Test
  void noJarIsSaidWithWhereItWasLookedFor() {
    assertThat(failure().message()).isEqualTo("the steps left no jar in target/ or build/libs/");
    assertThat(said.statuses).containsExactly(StepReport.Status.FAILED);
    assertNothingLeft();
  }

  @Test
  void aJarWithoutAMainClassIsSaidByName() throws Exception {
    jar("target/shop.jar", Map.of(), "com/acme/Shop.class");
    assertThat(failure().message()).isEqualTo("no jar names its main class: target/shop.jar");
    assertThat(failure().hint()).contains("Main-Class", "Spring Boot", "Dockerfile");
  }

  @Test
  void severalProgramsAreForThePersonToChooseAmong() throws Exception {
    jar("api/target/api.jar", MAIN, "a");
    jar("web/target/web.jar", MAIN, "a");
    assertThat(failure().message())
        .isEqualTo("several jars can be run: api/target/api.jar, web/target/web.jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Shop\"]\nRUN x", "a b", "-version", "com..Shop", "${HOME}"})
  void whatIsNoClassIsNotRun(String name) throws Exception {
    jar("target/shop.jar", Map.of("Main-Class", name.replace("\n", "")), "a");
    assertThat(failure().message()).contains("which is no class");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "BOOT-INF/lib/../../a", "/etc/passwd", "a//b"})
  void namesThatLeadElsewhereAreRefused(String name) throws Exception {
    jar("target/shop.jar", MAIN, name);
    assertThat(failure().message()).contains("which is no name of a file");
    assertNothingLeft();
  }

  @Test
  void whatIsNoJarIsSaid() throws Exception {
    Files.createDirectories(tree.resolve("target"));
    Files.writeString(tree.resolve("target/shop.jar"), "no zip at all");
    assertThat(failure().message()).startsWith("target/shop.jar cannot be used: it is no jar");
    assertNothingLeft();
  }

  private @Nullable Checkout context(ImageBuild spec) throws BuildFailedException {
    return images.context(spec, new FolderCheckout(tree), said, new Cancellation()).orElse(null);
  }

  private Failure failure() {
    BuildFailedException thrown =
        catchThrowableOfType(BuildFailedException.class, () -> context(WEB));
    assertThat(thrown.failure()).isInstanceOf(Failure.StepFailed.class);
    return thrown.failure();
  }

  private void assertNothingLeft() {
    try (Stream<Path> left = Files.list(folder.resolve("work"))) {
      assertThat(left).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> dockerfile(Checkout context, String path) throws IOException {
    return new String(context.file(path, 10_000).orElseThrow(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  private static List<String> files(Checkout context, String folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    context.writeContext(folder, "Dockerfile", bytes);
    List<String> names = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (!entry.isDirectory()) {
          names.add(entry.getName());
        }
      }
    }
    return names;
  }

  private void jar(String path, Map<String, String> manifest, String... entries)
      throws IOException {
    Path file = tree.resolve(path);
    Files.createDirectories(file.getParent());
    Manifest main = new Manifest();
    main.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach((name, value) -> main.getMainAttributes().putValue(name, value));
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), main)) {
      for (String entry : entries) {
        jar.putNextEntry(new ZipEntry(entry));
        if (!entry.endsWith("/")) {
          jar.write(entry.getBytes(StandardCharsets.UTF_8));
        }
        jar.closeEntry();
      }
    }
  }

  /** Remembers what is said of the step. */
  private static final class Said implements BuildProgress {
    final List<String> lines = new ArrayList<>();
    final List<StepReport.Status> statuses = new ArrayList<>();

    @Override
    public void line(String step, String text) {
      lines.add(text);
    }

    @Override
    public void started(String step, StepReport.Kind kind) {}

    @Override
    public void finished(
        String step, StepReport.Status status, @Nullable Integer exitCode, boolean cached) {
      statuses.add(status);
    }
  }
}
