package dev.slipway.server;

import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.Installation;
import dev.slipway.deployer.target.docker.ManagedRegistry;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Clears away what a Slipway that has stopped left, however it stopped. */
final class Leftovers {
  private Leftovers() {}

  /** Everything on the engine that carries the label of the installation in this data directory. */
  static void remove(Path data) throws Exception {
    try (DataDirectory directory = DataDirectory.open(data);
        Engine engine = Engine.fromEnvironment()) {
      String installation = directory.installation();
      Installation.remove(
          engine,
          installation,
          new ManagedRegistry(engine, installation, directory.registryPort()));
    }
  }

  static void delete(Path folder) throws IOException {
    Files.walkFileTree(folder, new Deleting());
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
