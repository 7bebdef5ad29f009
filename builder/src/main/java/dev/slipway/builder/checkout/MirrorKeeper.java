package dev.slipway.builder.checkout;

import dev.slipway.core.source.RepositoryId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the folder of mirrors from growing for ever: those of repositories that were removed, and
 * of forks and submodules that nobody asks for any more, are deleted; the others are packed. Meant
 * to be called at start and once a day, beside whatever fetches and builds. Safe for concurrent
 * use, also by several processes: whatever is in use is left alone.
 */
public final class MirrorKeeper {
  /** So many forks of one repository are kept, the ones used last. */
  static final int MOST_FORKS = 20;

  /** Longer than any build may take: nobody still reads it. */
  private static final Duration IN_USE = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(MirrorKeeper.class);

  private final Path directory;
  private final Duration unused;
  private final InstantSource clock;
  private final MirrorPacking packing = new MirrorPacking();

  /**
   * Looks after the mirrors in that folder.
   *
   * @param directory the same as that of {@link GitSources}
   * @param unused how long nobody must have asked for a mirror that is not needed, at least a day
   */
  public MirrorKeeper(Path directory, Duration unused, InstantSource clock) {
    this.directory = directory;
    this.unused = unused.compareTo(IN_USE) < 0 ? IN_USE : unused;
    this.clock = clock;
  }

  /**
   * Goes through all mirrors once; may take minutes. What cannot be deleted now is logged, and left
   * to the next time.
   *
   * @param known the repositories that there are
   * @return how many mirrors were deleted
   */
  public int keep(Set<RepositoryId> known) {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    int deleted = 0;
    Map<RepositoryId, Integer> forks = new HashMap<>();
    for (Found found : newestFirst()) {
      if (isNeeded(found, known, forks)) {
        pack(found.mirror());
      } else if (delete(found)) {
        deleted++;
      }
    }
    deleteLeftovers();
    return deleted;
  }

  private boolean isNeeded(Found found, Set<RepositoryId> known, Map<RepositoryId, Integer> forks) {
    Duration age = Duration.between(found.usedAt(), clock.instant());
    if (found.label().isEmpty() || !known.contains(found.label().get().repository())) {
      return age.compareTo(unused) < 0;
    }
    return switch (found.label().get().kind()) {
      case OWN -> true;
      case SUBMODULE -> age.compareTo(unused) < 0;
      case FORK -> {
        int newer = forks.merge(found.label().get().repository(), 1, Integer::sum) - 1;
        yield age.compareTo(newer < MOST_FORKS ? unused : IN_USE) < 0;
      }
    };
  }

  private void pack(Mirror mirror) {
    if (MirrorPacking.packs(mirror) > 1) {
      packing.now(mirror);
    }
  }

  private static boolean delete(Found found) {
    Mirror mirror = found.mirror();
    try {
      Optional<MirrorLock.Hold> hold = mirror.tryHold();
      if (hold.isEmpty()) {
        return false;
      }
      try (MirrorLock.Hold _ = hold.get()) {
        Optional<MirrorLock.Hold> notPacked = mirror.tryHoldForPacking();
        if (notPacked.isEmpty()) {
          return false;
        }
        try (MirrorLock.Hold _ = notPacked.get()) {
          mirror.remove();
        }
      }
      LOG.info("deleted the mirror {}, last used at {}", mirror.folder(), found.usedAt());
      return true;
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("the mirror {} cannot be deleted", mirror.folder(), e);
      return false;
    }
  }

  private List<Found> newestFirst() {
    List<Found> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, "*.git")) {
      for (Path folder : folders) {
        Mirror mirror = new Mirror(folder);
        all.add(new Found(mirror, MirrorLabel.read(folder), mirror.usedAt()));
      }
    } catch (IOException e) {
      LOG.warn("the mirrors in {} cannot be listed", directory, e);
    }
    all.sort(Comparator.comparing(Found::usedAt).reversed());
    return all;
  }

  /** What was being made or deleted when its process was killed. */
  private void deleteLeftovers() {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, "{new-,dropped-}*")) {
      for (Path folder : folders) {
        Instant changed = Files.getLastModifiedTime(folder).toInstant();
        if (changed.isBefore(clock.instant().minus(IN_USE))) {
          Mirror.delete(folder);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("what was left behind in {} cannot be deleted", directory, e);
    }
  }

  private record Found(Mirror mirror, Optional<MirrorLabel> label, Instant usedAt) {}
}
