package dev.slipway.builder.checkout;

import dev.slipway.core.build.Cancellation;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps mirrors quick to read: one pack comes with every push, and JGit looks through all of them.
 * Packs are made anew beside fetches and builds, which go on meanwhile; what is not needed any more
 * is removed only after so long that nobody still reads it. Safe for concurrent use.
 */
final class MirrorPacking {
  /** From so many packs on, they are put together. */
  static final int MOST_PACKS = 50;

  /** So many branches, tags and pins are remembered per mirror. */
  static final int MOST_REFS = 1_000;

  /** Longer than any build may take. */
  private static final Duration STILL_READ = Duration.ofDays(2);

  private static final Logger LOG = LoggerFactory.getLogger(MirrorPacking.class);

  private final Set<Path> busy = ConcurrentHashMap.newKeySet();

  /** Has a mirror with many packs packed, after this has returned and on another thread. */
  void soon(Mirror mirror) {
    if (packs(mirror) < MOST_PACKS || !busy.add(mirror.folder())) {
      return;
    }
    Thread.ofPlatform()
        .daemon()
        .name("slipway-packing")
        .start(() -> {
          try {
            now(mirror);
          } finally {
            busy.remove(mirror.folder());
          }
        });
  }

  /**
   * Packs it.
   *
   * @return whether it was done, and not somebody else's turn or a failure, which is logged: a
   *     mirror that is not packed is slow, but works
   */
  boolean now(Mirror mirror) {
    try {
      Optional<MirrorLock.Hold> hold = mirror.tryHoldForPacking();
      if (hold.isEmpty()) {
        return false;
      }
      try (MirrorLock.Hold _ = hold.get();
          Repository repository = mirror.opened()) {
        forgetOldRefs(mirror, repository);
        new Git(repository).gc().setExpire(Instant.now().minus(STILL_READ)).call();
        return true;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException | GitAPIException | RuntimeException e) {
      LOG.warn("the mirror {} cannot be packed, and stays as it is", mirror.folder(), e);
      return false;
    }
  }

  private static void forgetOldRefs(Mirror mirror, Repository repository)
      throws IOException, InterruptedException {
    try (MirrorLock.Hold _ = mirror.hold(new Cancellation())) {
      int forgotten = MirrorRefs.forgetAllBut(repository, MOST_REFS);
      if (forgotten > 0) {
        LOG.info("{} forgot {} branches that are not built", mirror.folder(), forgotten);
      }
    }
  }

  static int packs(Mirror mirror) {
    Path packs = mirror.folder().resolve("objects/pack");
    int count = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(packs, "*.pack")) {
      for (Path _ : files) {
        count++;
      }
    } catch (IOException _) {
      return 0; // no mirror, nothing to pack
    }
    return count;
  }
}
