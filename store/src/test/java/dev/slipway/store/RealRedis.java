package dev.slipway.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives a test class a real Redis of its own, empty before each test. */
final class RealRedis implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private @Nullable Path directory;
  private @Nullable EmbeddedRedis server;
  private @Nullable Redis redis;

  /** Connected. */
  Redis redis() {
    return Objects.requireNonNull(redis);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path fresh = Files.createTempDirectory("slipway-redis");
    EmbeddedRedis started = EmbeddedRedis.start(fresh);
    directory = fresh;
    server = started;
    redis = Redis.connect(started.url());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    redis().call(commands -> commands.flushall());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    redis().close();
    Objects.requireNonNull(server).close();
    Files.walkFileTree(Objects.requireNonNull(directory), new Deleting());
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
