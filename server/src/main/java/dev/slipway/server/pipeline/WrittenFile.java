package dev.slipway.server.pipeline;

import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.pipeline.PipelineReader.Context;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pipeline file as it lies in a work tree, or comes through a pipe. */
final class WrittenFile {
  private static final String STANDARD_INPUT = "-";
  private static final CommitSha ANY = new CommitSha("0123456789abcdef0123456789abcdef01234567");

  private final String name;
  private final byte @Nullable [] bytes;
  private final Context context;

  private WrittenFile(String name, byte @Nullable [] bytes, Context context) {
    this.name = name;
    this.bytes = bytes;
    this.context = context;
  }

  /**
   * Reads the file that is meant.
   *
   * @param asked as on the command line; null for the usual place
   * @throws CommandFailed when there is nothing that could be checked
   */
  static WrittenFile find(@Nullable String asked, Path folder, InputStream in) {
    if (asked == null) {
      return usual(folder);
    }
    if (asked.equals(STANDARD_INPUT)) {
      return new WrittenFile("stdin", read(asked, in), context(folder));
    }
    Path file = folder.resolve(asked).normalize();
    if (Files.exists(file)) {
      return new WrittenFile(asked, read(asked, file), context(folder));
    }
    if (file.endsWith(PipelineReader.FILE)) {
      return inferred(folder);
    }
    throw CommandFailed.usage(
        "there is no file " + asked, "without a name the .slipway.yml of the work tree is checked");
  }

  private static WrittenFile usual(Path folder) {
    Path root = root(folder).orElse(folder);
    for (Path place : List.of(folder, root)) {
      Path file = place.resolve(PipelineReader.FILE);
      if (Files.exists(file)) {
        String name = folder.relativize(file).toString();
        return new WrittenFile(name, read(name, file), context(root));
      }
    }
    return inferred(root);
  }

  /** What a repository without a file means, if it has a Dockerfile. */
  private static WrittenFile inferred(Path root) {
    if (!Files.isRegularFile(root.resolve("Dockerfile"))) {
      throw CommandFailed.usage(
          "there is neither " + PipelineReader.FILE + " nor a Dockerfile in " + root,
          "without a file everything is inferred from the Dockerfile; add one, or name a file");
    }
    return new WrittenFile(PipelineReader.FILE, null, context(root));
  }

  /** The work tree's root: the nearest folder above that git knows of. */
  private static Optional<Path> root(Path folder) {
    for (Path at = folder; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /** The repository is called like its folder, as after a clone. */
  private static Context context(Path folder) {
    Path name = root(folder).orElse(folder).getFileName();
    RepositoryName repository;
    try {
      repository = new RepositoryName("owner/" + (name == null ? "app" : name));
    } catch (InvalidValueException _) {
      repository = new RepositoryName("owner/app");
    }
    return new Context(repository, GitRef.ofBranch("main"), ANY, 1);
  }

  private static byte[] read(String name, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(name, in);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** One byte more than is allowed tells the reader that it is too much. */
  private static byte[] read(String name, InputStream in) {
    try {
      return in.readNBytes(PipelineReader.LARGEST + 1);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static CommandFailed unreadable(String name, IOException e) {
    return CommandFailed.usage(name + " cannot be read: " + e.getMessage(), "");
  }

  /** As messages call it. */
  String name() {
    return name;
  }

  /** Null where there is no file, and a Dockerfile says it all. */
  byte @Nullable [] bytes() {
    return bytes;
  }

  /** Stands for the commit and the repository, which are not known here. */
  Context context() {
    return context;
  }

  /** The text of one line, counted from 1; empty where there is none. */
  String line(int number) {
    return bytes == null
        ? ""
        : new String(bytes, StandardCharsets.UTF_8)
            .lines()
            .skip(Math.max(0, number - 1))
            .findFirst()
            .orElse("");
  }
}
