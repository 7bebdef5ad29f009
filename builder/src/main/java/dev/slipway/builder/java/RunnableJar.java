package dev.slipway.builder.java;

import dev.slipway.builder.checkout.TreePath;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/**
 * A jar that names its main class.
 *
 * @param path in the tree
 * @param file with its content
 * @param mainClass to be run
 * @param springBoot whether classes and dependencies lie in it as Spring Boot's plugin puts them
 * @param dependencies beside it, in the tree
 * @see <a
 *     href="https://docs.spring.io/spring-boot/specification/executable-jar/nested-jars.html">nested
 *     jars of Spring Boot</a>
 */
record RunnableJar(
    String path,
    Path file,
    String mainClass,
    boolean springBoot,
    List<TarArchiveEntry> dependencies) {
  static final String CLASSES = "BOOT-INF/classes/";
  static final String LIBRARIES = "BOOT-INF/lib/";
  private static final Attributes.Name START_CLASS = new Attributes.Name("Start-Class");
  private static final Pattern CLASS_NAME =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(?:\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

  RunnableJar {
    dependencies = List.copyOf(dependencies);
  }

  /**
   * Reads its manifest; empty where that names no main class.
   *
   * @throws BuildFailedException where it is no jar, or one that nobody would run
   */
  static Optional<RunnableJar> read(String path, Path file, List<TarArchiveEntry> dependencies)
      throws BuildFailedException, IOException {
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      Manifest manifest = jar.getManifest();
      boolean springBoot = jar.getEntry(CLASSES) != null;
      String name = manifest == null ? null : mainClass(manifest, springBoot);
      if (name == null || name.isBlank()) {
        return Optional.empty();
      }
      if (!CLASS_NAME.matcher(name.strip()).matches()) {
        throw unusable(path, "its manifest names \"" + name + "\", which is no class", null);
      }
      for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
        String within = entry.isDirectory() ? "" : entry.getName();
        if (!TreePath.normal(within).equals(Optional.of(within))) {
          throw unusable(path, "it holds \"" + within + "\", which is no name of a file", null);
        }
      }
      return Optional.of(
          new RunnableJar(
              path, file, name.strip(), springBoot, springBoot ? List.of() : dependencies));
    } catch (ZipException e) {
      throw unusable(path, "it is no jar: " + e.getMessage(), e);
    }
  }

  private static @Nullable String mainClass(Manifest manifest, boolean springBoot) {
    Attributes main = manifest.getMainAttributes();
    String start = springBoot ? main.getValue(START_CLASS) : null;
    return start == null ? main.getValue(Attributes.Name.MAIN_CLASS) : start;
  }

  private static BuildFailedException unusable(String path, String why, @Nullable Throwable cause) {
    Failure failure =
        new Failure.StepFailed(
            JavaImages.STEP,
            path + " cannot be used: " + why,
            "look at what the steps make, or add a Dockerfile");
    return cause == null
        ? new BuildFailedException(failure)
        : new BuildFailedException(failure, cause);
  }

  /** One line for the log. */
  String described() {
    String what = springBoot ? " (Spring Boot)" : ", " + dependencies.size() + " dependencies";
    return path + ": main class " + mainClass + what;
  }
}
