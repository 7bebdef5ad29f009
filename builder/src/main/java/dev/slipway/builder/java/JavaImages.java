package dev.slipway.builder.java;

import dev.slipway.builder.checkout.GitLimits;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the steps of Java projects left, and makes contexts of it. Safe for concurrent use.
 */
public final class JavaImages {
  static final String STEP = "jar";
  private static final int BUFFER = 256 * 1024;

  private final Path folder;

  /**
   * Keeps nothing from build to build.
   *
   * @param folder for temporary files; nobody else uses it, and it is emptied now
   */
  public JavaImages(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    try (Stream<Path> left = Files.list(folder)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * The context of an image without a Dockerfile, which the caller closes; empty where there is a
   * Dockerfile, or nothing that tells how to do without.
   *
   * @param tree as the steps left it
   * @throws BuildFailedException where the steps left nothing that can be run
   */
  public Optional<Checkout> context(
      ImageBuild spec, Checkout tree, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    try {
      Optional<JavaProject> project = JavaProject.without(spec, tree);
      return project.isEmpty()
          ? Optional.empty()
          : Optional.of(assembled(spec, tree, progress, cancellation));
    } catch (IOException e) {
      cancellation.check();
      throw new BuildFailedException(
          new Failure.Infrastructure(
              "what the steps left cannot be read: " + e.getMessage(),
              "the builder's own log tells more",
              true),
          e);
    }
  }

  private Checkout assembled(
      ImageBuild spec, Checkout tree, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException, IOException {
    progress.started(STEP, Kind.IMAGE);
    Path archive = Files.createTempFile(folder, "tree-", ".tar");
    PackagedTree packaged = null;
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive), BUFFER)) {
        tree.writeTree(out);
      }
      cancellation.check();
      packaged = PackagedTree.open(archive, spec.context());
      RunnableJar jar = packaged.runnable();
      progress.line(STEP, jar.described());
      Checkout context = new JavaContext(tree, spec, packaged, jar, GitLimits.DEFAULT);
      progress.finished(STEP, Status.SUCCEEDED, null, false);
      return context;
    } catch (BuildFailedException e) {
      discard(packaged, archive);
      progress.line(STEP, e.failure().message());
      progress.finished(STEP, Status.FAILED, null, false);
      throw e;
    } catch (IOException | RuntimeException e) {
      discard(packaged, archive);
      throw e;
    }
  }

  private static void discard(@Nullable PackagedTree packaged, Path archive) throws IOException {
    if (packaged == null) {
      Files.deleteIfExists(archive);
    } else {
      packaged.close();
    }
  }
}
