package dev.slipway.builder.java;

import dev.slipway.builder.checkout.CheckoutView;
import dev.slipway.builder.checkout.ContextTar;
import dev.slipway.builder.checkout.GitLimits;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * A Java program as the context of a Dockerfile that we write: what changes seldom is in layers of
 * its own below what changes with every commit. Any engine builds it; without RUN, none is needed.
 */
final class JavaContext extends CheckoutView {
  private static final String SNAPSHOT = "-SNAPSHOT.jar";

  private final ImageBuild spec;
  private final PackagedTree packaged;
  private final RunnableJar jar;
  private final GitLimits limits;

  /** A context that closes the packaged tree with itself, and leaves the checkout open. */
  JavaContext(
      Checkout tree, ImageBuild spec, PackagedTree packaged, RunnableJar jar, GitLimits limits) {
    super(tree);
    this.spec = spec;
    this.packaged = packaged;
    this.jar = jar;
    this.limits = limits;
  }

  @Override
  public Optional<byte[]> file(String path, int limit) {
    return path.equals(JavaProject.dockerfile(spec))
        ? Optional.of(dockerfile().getBytes(StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** A jar that is packaged anew differs in its times, so nothing is known before it is read. */
  @Override
  public Optional<String> fingerprint(String folder) {
    return Optional.empty();
  }

  /** Only {@code JAVA_IMAGE} is an argument, so that the pipeline file can choose another one. */
  String dockerfile() {
    boolean snapshots = libraries().stream().anyMatch(name -> name.endsWith(SNAPSHOT));
    boolean releases = libraries().stream().anyMatch(name -> !name.endsWith(SNAPSHOT));
    StringBuilder text = new StringBuilder();
    text.append("ARG JAVA_IMAGE=eclipse-temurin:25-jre\n")
        .append("FROM ${JAVA_IMAGE}\n")
        .append("WORKDIR /app\n");
    if (releases) {
      text.append("COPY libs/ /app/libs/\n");
    }
    if (snapshots) {
      text.append("COPY snapshots/ /app/libs/\n");
    }
    text.append(jar.springBoot() ? "COPY classes/ /app/classes/\n" : "COPY app.jar /app/app.jar\n");
    String own = jar.springBoot() ? "/app/classes" : "/app/app.jar";
    return text.append("EXPOSE 8080\n")
        .append("ENTRYPOINT [\"java\", \"-cp\", \"")
        .append(own)
        .append(":/app/libs/*\", \"")
        .append(jar.mainClass())
        .append("\"]\n")
        .toString();
  }

  @Override
  public void writeContext(String folder, String dockerfile, OutputStream out) throws IOException {
    ContextTar tar = new ContextTar(out, limits);
    byte[] text = dockerfile().getBytes(StandardCharsets.UTF_8);
    tar.file(spec.dockerfile(), text.length, false, new ByteArrayInputStream(text));
    if (jar.springBoot()) {
      writeNested(tar);
    } else {
      for (TarArchiveEntry library : jar.dependencies()) {
        try (InputStream content = packaged.content(library)) {
          tar.file(place(PackagedTree.fileName(library)), library.getSize(), false, content);
        }
      }
      try (InputStream content = Files.newInputStream(jar.file())) {
        tar.file("app.jar", Files.size(jar.file()), false, content);
      }
    }
    tar.finish();
  }

  private void writeNested(ContextTar tar) throws IOException {
    try (JarFile file = new JarFile(jar.file().toFile(), false)) {
      for (JarEntry entry : sorted(file)) {
        String name = entry.getName();
        try (InputStream content = file.getInputStream(entry)) {
          if (name.startsWith(RunnableJar.LIBRARIES)) {
            String library = name.substring(RunnableJar.LIBRARIES.length());
            tar.file(place(library), entry.getSize(), false, content);
          } else if (name.startsWith(RunnableJar.CLASSES)) {
            String within = name.substring(RunnableJar.CLASSES.length());
            tar.file("classes/" + within, entry.getSize(), false, content);
          }
        }
      }
    }
  }

  private static List<JarEntry> sorted(JarFile file) {
    return file.stream()
        .filter(entry -> !entry.isDirectory())
        .sorted(Comparator.comparing(JarEntry::getName))
        .toList();
  }

  /** The file names of what the program needs besides itself. */
  private List<String> libraries() {
    if (!jar.springBoot()) {
      return jar.dependencies().stream().map(PackagedTree::fileName).toList();
    }
    try (JarFile file = new JarFile(jar.file().toFile(), false)) {
      return sorted(file).stream()
          .map(JarEntry::getName)
          .filter(name -> name.startsWith(RunnableJar.LIBRARIES))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String place(String library) {
    return (library.endsWith(SNAPSHOT) ? "snapshots/" : "libs/") + library;
  }

  @Override
  public void close() {
    try {
      packaged.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
