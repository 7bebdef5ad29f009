package dev.slipway.builder.checkout;

import dev.slipway.core.source.RepositoryId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a mirror is a copy of, and for whom: kept in a file beside its objects.
 *
 * @param repository the repository that it is used for
 * @param kind what it is to that repository
 * @param url where it was copied from
 */
record MirrorLabel(RepositoryId repository, Kind kind, String url) {
  private static final String FILE = "slipway-mirror";
  private static final int LONGEST_NAME = 100;

  /** What the folder is called; what people read in it means nothing to anybody else. */
  String folder(String readable) {
    String plain = readable.replaceAll("[^A-Za-z0-9._-]", "_");
    String identity = repository + "\n" + url;
    return plain.substring(0, Math.min(plain.length(), LONGEST_NAME))
        + "-"
        + Digests.sha256(identity.getBytes(StandardCharsets.UTF_8)).substring(0, 16)
        + ".git";
  }

  void write(Path folder) throws IOException {
    Files.write(folder.resolve(FILE), List.of(repository.value(), kind.name(), url));
  }

  /** Empty when the mirror has none, or none that can be read. */
  static Optional<MirrorLabel> read(Path folder) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve(FILE));
      return Optional.of(
          new MirrorLabel(
              new RepositoryId(lines.get(0)), Kind.valueOf(lines.get(1)), lines.get(2)));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  /** What a mirror may be. */
  enum Kind {
    /** The repository itself. */
    OWN,
    /** A fork of it, which sent a pull request. */
    FORK,
    /** A submodule of one of these, at any depth. */
    SUBMODULE
  }
}
