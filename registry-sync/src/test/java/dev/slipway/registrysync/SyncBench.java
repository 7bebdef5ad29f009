package dev.slipway.registrysync;

import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.core.sync.SyncState.Problem;
import dev.slipway.registrysync.copy.Copier;
import dev.slipway.registrysync.copy.ImageCopy;
import dev.slipway.registrysync.copy.Progress;
import dev.slipway.registrysync.oci.RepositoryName;
import dev.slipway.registrysync.sync.RunProgress;
import dev.slipway.registrysync.sync.Sync;
import dev.slipway.registrysync.wire.Logins;
import dev.slipway.registrysync.wire.Registries;
import dev.slipway.registrysync.wire.WireSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Measures copies between two registries of this machine, in turn with skopeo. Prints lines of a
 * name and a figure. No test: {@code script/bench sync} runs it.
 */
public final class SyncBench implements AutoCloseable {
  private static final int MIB = 1 << 20;
  private static final int IMAGES = 50;
  private static final String MEMORY = "memory";

  private final Path folder;
  private final int rounds;
  private final DebianRegistry source;
  private final Registries registries;
  private final Copier copier;
  private int destinations;

  private SyncBench(Path folder, int rounds) throws Exception {
    this.folder = folder;
    this.rounds = rounds;
    this.source = DebianRegistry.start(Files.createDirectories(folder.resolve("source")), false);
    this.registries = new Registries(WireSettings.trusting(Set.of()), Logins.NONE);
    this.copier = new Copier(registries);
  }

  /**
   * Takes an empty folder, and how often to measure each; or, in a process of its own, {@code
   * memory} and two registries.
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals(MEMORY)) {
      copyAndWeigh(arguments[1], arguments[2]);
      return;
    }
    try (SyncBench bench = new SyncBench(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
      bench.measureLarge();
      bench.measureMany();
    }
  }

  // --- One large image ---------------------------------------------------------------------------

  private void measureLarge() throws Exception {
    SampleImages images = new SampleImages(source, "bench/large");
    byte[][] layers = new byte[3][];
    int[] sizes = {5, 50, 200};
    for (int i = 0; i < 3; i++) {
      layers[i] = SampleImages.noise(sizes[i] * MIB, i);
    }
    images.tag("1", images.image(SampleImages.OCI, "amd64", layers));
    images.tag("small", images.image(SampleImages.OCI, "amd64", SampleImages.noise(MIB, 9)));
    List<Double> ours = new ArrayList<>();
    List<Double> skopeo = new ArrayList<>();
    for (int round = -1; round < rounds; round++) {
      double we = cold(to -> copyLarge(copier, source.host(), to.host(), "1"));
      double they =
          cold(to ->
              skopeo(
                  "copy",
                  "--all",
                  "docker://" + source.host() + "/bench/large:1",
                  "docker://" + to.host() + "/bench/large:1"));
      if (round >= 0) {
        ours.add(we);
        skopeo.add(they);
      }
    }
    compare("5 + 50 + 200 MB cold", "skopeo copy --all", ours, skopeo);
    cold(to -> weigh(to));
  }

  /** In a process that did nothing else, with the options that the server runs with. */
  private void weigh(DebianRegistry to) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(SyncBench.class.getName(), MEMORY, source.host(), to.host()));
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("the process that was to be weighed ended with " + code);
    }
  }

  private static void copyAndWeigh(String from, String to) throws Exception {
    try (Registries registries = new Registries(WireSettings.trusting(Set.of()), Logins.NONE)) {
      Copier copier = new Copier(registries);
      copyLarge(copier, from, to, "small");
      long idle = resident("VmRSS");
      // Forgets the most that it ever was.
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
      copyLarge(copier, from, to, "1");
      figure("MB when idle", idle / 1024.0);
      figure("MB above that at most while it copies", (resident("VmHWM") - idle) / 1024.0);
    }
  }

  private static void copyLarge(Copier copier, String from, String to, String tag)
      throws Exception {
    RepositoryName source = new RepositoryName(from, "bench/large");
    RepositoryName target = new RepositoryName(to, "bench/large");
    copier.begin(Progress.NONE).copy(new ImageCopy(source, tag, target, tag, Set.of(), false));
  }

  // --- Many images -------------------------------------------------------------------------------

  private void measureMany() throws Exception {
    SampleImages images = new SampleImages(source, "bench/many");
    byte[] base = SampleImages.noise(8 * MIB, 100);
    byte[] runtime = SampleImages.noise(4 * MIB, 101);
    for (int i = 0; i < IMAGES; i++) {
      byte[] own = SampleImages.noise(MIB / 2, 200 + i);
      images.tag("v" + i, images.image(SampleImages.OCI, "amd64", base, runtime, own));
    }
    List<Double> ours = new ArrayList<>();
    List<Double> skopeo = new ArrayList<>();
    List<Double> ourAgain = new ArrayList<>();
    List<Double> skopeoAgain = new ArrayList<>();
    for (int round = -1; round < rounds; round++) {
      List<Double> we = coldAndAgain(this::syncMany);
      List<Double> they = coldAndAgain(this::skopeoMany);
      if (round >= 0) {
        ours.add(we.get(0));
        skopeo.add(they.get(0));
        ourAgain.add(we.get(1));
        skopeoAgain.add(they.get(1));
      }
    }
    compare("50 images cold", "skopeo sync", ours, skopeo);
    compare("50 images, nothing changed", "skopeo sync", ourAgain, skopeoAgain);
  }

  private void syncMany(DebianRegistry to) throws Exception {
    SyncRule rule =
        new SyncRule(
            new SyncRuleId("bench"),
            source.host() + "/bench/many",
            to.host() + "/bench/many",
            SyncRule.Tags.ALL,
            new SyncRule.Options(Set.of(), false, "", List.of()),
            SyncRule.Trigger.BY_HAND);
    List<Problem> problems = new Sync(copier).follow(rule, new RunProgress());
    if (!problems.isEmpty()) {
      throw new IOException(problems.toString());
    }
  }

  private void skopeoMany(DebianRegistry to) throws Exception {
    skopeo(
        "sync",
        "--all",
        "--src",
        "docker",
        "--dest",
        "docker",
        source.host() + "/bench/many",
        to.host() + "/bench");
  }

  // --- The means ---------------------------------------------------------------------------------

  /** A copy to a registry that may be empty. */
  @FunctionalInterface
  private interface Copy {
    void to(DebianRegistry registry) throws Exception;
  }

  private double cold(Copy copy) throws Exception {
    Path data = Files.createDirectories(folder.resolve("to-" + destinations++));
    try (DebianRegistry to = DebianRegistry.start(data, false)) {
      return seconds(copy, to);
    } finally {
      delete(data);
    }
  }

  private List<Double> coldAndAgain(Copy copy) throws Exception {
    Path data = Files.createDirectories(folder.resolve("to-" + destinations++));
    try (DebianRegistry to = DebianRegistry.start(data, false)) {
      return List.of(seconds(copy, to), seconds(copy, to));
    } finally {
      delete(data);
    }
  }

  private static double seconds(Copy copy, DebianRegistry to) throws Exception {
    long began = System.nanoTime();
    copy.to(to);
    return (System.nanoTime() - began) / 1e9;
  }

  private static void skopeo(String verb, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("skopeo", "--insecure-policy", verb));
    command.addAll(List.of("--src-tls-verify=false", "--dest-tls-verify=false", "--quiet"));
    if (verb.equals("sync")) {
      command.remove("--quiet");
    }
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("skopeo ended with " + process.exitValue() + ": " + command);
    }
  }

  /** What the process holds of memory, in kB. */
  private static long resident(String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("/proc/self/status has no " + field);
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void compare(String what, String whom, List<Double> ours, List<Double> theirs) {
    figure(what + ", s", median(ours));
    figure("  " + whom + ", s", median(theirs));
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / theirs.get(i));
    }
    figure("  slipway / skopeo, round by round", median(ratios));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static void figure(String name, double value) {
    System.out.printf(Locale.ROOT, "%s\t%.3f%n", name, value);
  }

  @Override
  public void close() throws Exception {
    registries.close();
    source.close();
  }
}
