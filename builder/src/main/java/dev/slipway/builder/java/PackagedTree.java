package dev.slipway.builder.java;

import dev.slipway.builder.checkout.TreePath;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** What a step that packages a Java project left, in a file. Used by one thread. */
final class PackagedTree implements AutoCloseable {
  /** Where Maven and Gradle put what they package, in the project itself or a module of it. */
  private static final Pattern OUTPUT =
      Pattern.compile("(?<folder>(?:.+/)?(?:target|build/libs))/(?<name>[^/]+)\\.jar");

  private static final Pattern NO_PROGRAM =
      Pattern.compile("original-.*|.*-(?:sources|javadoc|tests|test-sources|plain|stubs)");

  /** Names that plugins give to jars that hold all that they need. */
  private static final Pattern COMPLETE =
      Pattern.compile(".*-(?:jar-with-dependencies|all|fat|uber|shaded|standalone)");

  private static final int MOST_JARS = 50;

  private final Path archive;
  private final TarFile tar;
  private final String context;
  private final List<Path> temporary = new ArrayList<>();

  private PackagedTree(Path archive, TarFile tar, String context) {
    this.archive = archive;
    this.tar = tar;
    this.context = context;
  }

  /**
   * Opens an archive of the whole tree, which is removed when this is closed.
   *
   * @param context the project's folder in it
   */
  static PackagedTree open(Path archive, String context) throws IOException {
    return new PackagedTree(archive, new TarFile(archive), context);
  }

  /**
   * The one jar that can be run.
   *
   * @throws BuildFailedException where there is none, or several
   */
  RunnableJar runnable() throws BuildFailedException, IOException {
    List<TarArchiveEntry> jars = jars();
    List<RunnableJar> runnable = new ArrayList<>();
    for (TarArchiveEntry jar : jars) {
      read(jar).ifPresent(runnable::add);
    }
    if (runnable.size() == 1) {
      return runnable.getFirst();
    }
    throw new BuildFailedException(
        jars.isEmpty() ? noJar() : runnable.isEmpty() ? noMainClass(jars) : several(runnable));
  }

  private List<TarArchiveEntry> jars() {
    return tar.getEntries().stream()
        .filter(TarArchiveEntry::isFile)
        .filter(entry -> within(entry).flatMap(path -> output(path, "name")).isPresent())
        .filter(entry -> !NO_PROGRAM.matcher(name(entry)).matches())
        .limit(MOST_JARS)
        .toList();
  }

  private Optional<RunnableJar> read(TarArchiveEntry entry)
      throws BuildFailedException, IOException {
    Path file = Files.createTempFile(archive.getParent(), "app-", ".jar");
    temporary.add(file);
    try (InputStream in = tar.getInputStream(entry)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    boolean complete = COMPLETE.matcher(name(entry)).matches() || isShaded(entry);
    return RunnableJar.read(
        entry.getName(), file, complete ? List.of() : dependencies(entry.getName()));
  }

  /** Maven's shade plugin keeps what was there before under another name. */
  private boolean isShaded(TarArchiveEntry jar) {
    String before = TreePath.join(TreePath.parent(jar.getName()), "original-" + name(jar) + ".jar");
    return tar.getEntries().stream().anyMatch(entry -> entry.getName().equals(before));
  }

  /** Those that the step copied beside the jar, by the usual names of such folders. */
  private List<TarArchiveEntry> dependencies(String jar) {
    String output = TreePath.parent(jar);
    String project = output.endsWith("build/libs") ? TreePath.parent(output) : output;
    Pattern copied =
        Pattern.compile(
            Pattern.quote(project) + "/(?:dependency|lib|install/[^/]+/lib)/(?<name>[^/]+\\.jar)");
    return tar.getEntries().stream()
        .filter(TarArchiveEntry::isFile)
        .filter(entry -> copied.matcher(entry.getName()).matches())
        .filter(entry -> !jar.endsWith("/" + fileName(entry)))
        .sorted(Comparator.comparing(TarArchiveEntry::getName))
        .toList();
  }

  InputStream content(TarArchiveEntry entry) throws IOException {
    return tar.getInputStream(entry);
  }

  private Optional<String> within(TarArchiveEntry entry) {
    String name = entry.getName();
    if (context.isEmpty()) {
      return Optional.of(name);
    }
    return name.startsWith(context + "/")
        ? Optional.of(name.substring(context.length() + 1))
        : Optional.empty();
  }

  private static Optional<String> output(String path, String group) {
    Matcher output = OUTPUT.matcher(path);
    return output.matches() ? Optional.of(output.group(group)) : Optional.empty();
  }

  private static String name(TarArchiveEntry jar) {
    return fileName(jar).substring(0, fileName(jar).length() - ".jar".length());
  }

  static String fileName(TarArchiveEntry entry) {
    return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
  }

  private Failure noJar() {
    return new Failure.StepFailed(
        JavaImages.STEP,
        "the steps left no jar in target/ or build/libs/"
            + (context.isEmpty() ? "" : " of " + context),
        "package a jar there, or add a Dockerfile; a war needs a Dockerfile");
  }

  private static Failure noMainClass(List<TarArchiveEntry> jars) {
    return new Failure.StepFailed(
        JavaImages.STEP,
        "no jar names its main class: "
            + jars.stream().map(TarArchiveEntry::getName).collect(Collectors.joining(", ")),
        "set Main-Class in the manifest (mainClass of maven-jar-plugin, or jar.manifest in Gradle),"
            + " use Spring Boot's plugin, or add a Dockerfile");
  }

  private static Failure several(List<RunnableJar> runnable) {
    return new Failure.StepFailed(
        JavaImages.STEP,
        "several jars can be run: "
            + runnable.stream().map(RunnableJar::path).collect(Collectors.joining(", ")),
        "name the folder of each under `build: [{ name: ..., context: ... }]`, or add Dockerfiles");
  }

  @Override
  public void close() throws IOException {
    tar.close();
    Files.deleteIfExists(archive);
    for (Path file : temporary) {
      Files.deleteIfExists(file);
    }
  }
}
