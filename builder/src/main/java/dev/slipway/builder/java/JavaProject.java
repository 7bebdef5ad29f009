package dev.slipway.builder.java;

import dev.slipway.builder.checkout.TreePath;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a Java project without a Dockerfile is built with. */
public enum JavaProject {
  MAVEN(
      List.of("pom.xml"),
      "maven:3.9-eclipse-temurin-25",
      "mvn -B package dependency:copy-dependencies -DincludeScope=runtime",
      "/root/.m2",
      Map.of()),
  GRADLE(
      List.of("build.gradle.kts", "build.gradle"),
      "gradle:jdk25",
      "gradle --no-daemon build",
      "/cache/gradle",
      Map.of("GRADLE_USER_HOME", new EnvValue.Plain("/cache/gradle")));

  private static final int LARGEST = 16 << 20;

  private final List<String> files;
  private final String image;
  private final String command;
  private final String cache;
  private final Map<String, EnvValue> env;

  JavaProject(
      List<String> files, String image, String command, String cache, Map<String, EnvValue> env) {
    this.files = files;
    this.image = image;
    this.command = command;
    this.cache = cache;
    this.env = env;
  }

  /** What an image is made from that has no Dockerfile; empty where it has one, or is no Java. */
  public static Optional<JavaProject> without(ImageBuild spec, Checkout tree) throws IOException {
    if (tree.file(dockerfile(spec), LARGEST).isPresent()) {
      return Optional.empty();
    }
    for (JavaProject project : values()) {
      if (project.file(spec, tree).isPresent()) {
        return Optional.of(project);
      }
    }
    return Optional.empty();
  }

  /** Where the Dockerfile would be. */
  static String dockerfile(ImageBuild spec) {
    return TreePath.join(spec.context(), spec.dockerfile());
  }

  /** The file that says so, as people know it. */
  public Optional<String> file(ImageBuild spec, Checkout tree) throws IOException {
    for (String name : files) {
      String path = TreePath.join(spec.context(), name);
      if (tree.file(path, LARGEST).isPresent()) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  /** The image of the step. */
  public String image() {
    return image;
  }

  /**
   * The step that packages it, tests included.
   *
   * @param name of the step
   */
  public Step packaging(String name, ImageBuild spec) {
    List<String> commands =
        spec.context().isEmpty()
            ? List.of(command)
            : List.of("cd '" + spec.context().replace("'", "'\\''") + "'", command);
    return new Step(
        name,
        image,
        commands,
        env,
        List.of(cache),
        Resources.UNLIMITED,
        Set.of(),
        false,
        null,
        null);
  }
}
