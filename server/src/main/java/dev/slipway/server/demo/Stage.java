package dev.slipway.server.demo;

import dev.slipway.config.settings.Settings;
import dev.slipway.server.Application;
import dev.slipway.server.StartException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that the story needs, set up in one folder and cleared away without a trace. */
final class Stage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Stage.class);

  private final Application slipway;
  private final GitServer git;
  private final Site site;
  private final Visitors visitors;
  private final Deque<AutoCloseable> set;

  private Stage(
      Application slipway, GitServer git, Site site, Visitors visitors, Deque<AutoCloseable> set) {
    this.slipway = slipway;
    this.git = git;
    this.site = site;
    this.visitors = visitors;
    this.set = set;
  }

  static Stage set(Path folder, Settings settings)
      throws IOException, InterruptedException, StartException {
    Deque<AutoCloseable> set = new ArrayDeque<>();
    set.push(() -> Files.walkFileTree(folder, new Deleting()));
    try {
      set.push(() -> Application.removeFromEngine(settings));
      Application slipway = Application.start(settings);
      set.push(slipway);
      Site site = Site.create(folder, Story.REPOSITORY);
      GitServer git = GitServer.start(folder.resolve("git"));
      set.push(git);
      int edgePort = slipway.edgeUrl().map(URI::getPort).orElseThrow();
      Visitors visitors = new Visitors(edgePort, Story.HOST);
      set.push(visitors);
      return new Stage(slipway, git, site, visitors, set);
    } catch (IOException | InterruptedException | StartException | RuntimeException e) {
      clear(set);
      throw e;
    }
  }

  Application slipway() {
    return slipway;
  }

  Site site() {
    return site;
  }

  Visitors visitors() {
    return visitors;
  }

  URI cloneUrl() {
    return git.cloneUrl(Story.REPOSITORY);
  }

  @Override
  public void close() {
    clear(set);
  }

  private static void clear(Deque<AutoCloseable> set) {
    while (!set.isEmpty()) {
      try {
        set.pop().close();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.warn("Something of the demonstration could not be cleared away", e);
      }
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
