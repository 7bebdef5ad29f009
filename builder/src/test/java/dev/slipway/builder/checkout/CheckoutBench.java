package dev.slipway.builder.checkout;

import dev.slipway.core.Secret;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import dev.slipway.core.source.testing.GitCommand;
import dev.slipway.core.source.testing.GitHttpServer;
import dev.slipway.core.source.testing.WorkTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Measures the way from a push to a build context over a warm mirror, beside {@code git fetch} and
 * {@code git archive} into a pipe: the same commits, from the same server, in turns.
 *
 * <p>Arguments: files, rounds. Prints one line per way: its name, and the median in milliseconds.
 */
public final class CheckoutBench {
  private static final GitRef MAIN = GitRef.ofBranch("main");
  private static final int WARM_UP = 15;

  private CheckoutBench() {}

  /** Runs it, and leaves nothing behind. */
  public static void main(String[] arguments) throws Exception {
    int files = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
    Path folder = Files.createTempDirectory("slipway-checkout-bench");
    try (GitHttpServer server = GitHttpServer.start(Files.createDirectory(folder.resolve("s")))) {
      server.create("acme/shop");
      run(folder, server, files, rounds);
    } finally {
      Mirror.delete(folder);
    }
  }

  private static void run(Path folder, GitHttpServer server, int files, int rounds)
      throws Exception {
    WorkTree work = WorkTree.init(folder.resolve("work"), server.url("acme/shop"));
    Random random = new Random(7919);
    for (int i = 0; i < files; i++) {
      work.write(path(i), content(random));
    }
    work.commitAndPush("all", "refs/heads/main");
    Repository repository = repository(server);
    GitSources sources =
        new GitSources(
            folder.resolve("mirrors"),
            AddressPolicy.allowing(List.of("127.0.0.1")),
            GitLimits.DEFAULT);
    Path bare = folder.resolve("bare.git");
    GitCommand.run(folder, "init", "--quiet", "--bare", bare.toString());
    GitCommand.run(bare, "remote", "add", "origin", server.url("acme/shop").toString());
    List<Double> ours = new ArrayList<>();
    List<Double> gits = new ArrayList<>();
    for (int round = 0; round < WARM_UP + rounds; round++) {
      work.write(path(random.nextInt(files)), content(random));
      CommitSha sha = work.commitAndPush("change " + round, "refs/heads/main");
      double slipway = millis(() -> stream(sources, repository, sha));
      double git = millis(() -> archive(bare));
      if (round >= WARM_UP) {
        ours.add(slipway);
        gits.add(git);
      }
    }
    System.out.printf("slipway %.1f%n", median(ours));
    System.out.printf("git-fetch-and-archive %.1f%n", median(gits));
  }

  private static void stream(GitSources sources, Repository repository, CommitSha sha)
      throws Exception {
    try (Checkout checkout = sources.open(repository, Origin.own(MAIN), sha, new Cancellation())) {
      checkout.writeContext("", "Dockerfile", OutputStream.nullOutputStream());
    }
  }

  private static void archive(Path bare) throws IOException, InterruptedException {
    GitCommand.run(bare, "fetch", "--quiet", "origin", "+refs/heads/main:refs/heads/main");
    Process archive =
        new ProcessBuilder("git", "archive", "--format=tar", "main")
            .directory(bare.toFile())
            .start();
    try (InputStream tar = archive.getInputStream()) {
      tar.transferTo(OutputStream.nullOutputStream());
    }
    if (archive.waitFor() != 0) {
      throw new IOException("git archive failed");
    }
  }

  private static String path(int i) {
    return "src/m%d/p%d/File%d.java".formatted(i % 10, i % 100, i);
  }

  /** About 1,300 bytes that compress as source code does. */
  private static String content(Random random) {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, 40)
        .forEach(_ ->
            text.append("  private final int value")
                .append(random.nextInt(1_000_000))
                .append(";\n"));
    return text.toString();
  }

  private static double millis(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static Repository repository(GitHttpServer server) {
    return new Repository(
        new RepositoryId("rep_1"),
        Forge.GIT,
        new RepositoryName("acme/shop"),
        server.url("acme/shop"),
        "main",
        new Secret("webhook_secret", "0123456789abcdef"),
        null,
        null,
        Triggers.DEFAULT,
        null,
        true,
        Instant.EPOCH);
  }

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }
}
