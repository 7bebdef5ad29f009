package dev.slipway.registrysync.copy;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.copy.Progress.Arrival;
import dev.slipway.registrysync.oci.BlobStream;
import dev.slipway.registrysync.oci.BlobUpload;
import dev.slipway.registrysync.oci.Descriptor;
import dev.slipway.registrysync.oci.RemoteBlobs;
import dev.slipway.registrysync.oci.RemoteRepository;
import dev.slipway.registrysync.oci.RepositoryName;
import dev.slipway.registrysync.oci.UploadLostException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a repository has a blob: it may be there, or in another repository of the same
 * registry, or has to be sent. Safe for concurrent use.
 */
final class BlobCopy {
  /** How often a blob is sent from its start, where the registry forgets what it has. */
  private static final int MOST_STARTS = 5;

  /**
   * How many blobs of a job are on their way at once: enough to fill a line; each takes a few
   * buffers of 64 KiB. A job has its own, since one whose registry makes it wait keeps them
   * meanwhile.
   */
  private static final int STREAMS = 6;

  private final PlacedBlobs placed;
  private final Semaphore streams = new Semaphore(STREAMS);
  private final Progress progress;

  /** For one job. */
  BlobCopy(PlacedBlobs placed, Progress progress) {
    this.placed = placed;
    this.progress = progress;
  }

  /** Returns when it is there. */
  void copy(Descriptor blob, RemoteRepository from, RemoteRepository to)
      throws RegistryException, InterruptedException {
    if (placed.isAt(to.name(), blob.digest())) {
      return;
    }
    ReentrantLock turn = placed.turn(to.name(), blob.digest());
    turn.lockInterruptibly();
    try {
      if (!placed.isAt(to.name(), blob.digest())) {
        progress.blob(blob, place(blob, from, to));
        placed.add(to.name(), blob.digest());
      }
    } finally {
      turn.unlock();
    }
  }

  /** Whether it has to be sent, unless a neighbour has it; {@link #copy} need not look again. */
  boolean isMissing(Descriptor blob, RemoteRepository at)
      throws RegistryException, InterruptedException {
    boolean there = new RemoteBlobs(at).has(blob);
    if (there) {
      placed.add(at.name(), blob.digest());
    } else {
      placed.addAbsent(at.name(), blob.digest());
    }
    return !there;
  }

  /** No longer believes that it is there. */
  void forget(Descriptor blob, RemoteRepository at) {
    placed.forget(at.name(), blob.digest());
  }

  private Arrival place(Descriptor blob, RemoteRepository from, RemoteRepository to)
      throws RegistryException, InterruptedException {
    RemoteBlobs destination = new RemoteBlobs(to);
    Optional<String> neighbour = neighbour(blob, from.name(), to.name());
    if (neighbour.isEmpty()) {
      boolean there = !placed.wasAbsent(to.name(), blob.digest()) && destination.has(blob);
      return there ? Arrival.WAS_THERE : send(blob, from, to, null);
    }
    BlobUpload instead = destination.mount(blob, neighbour.get());
    if (instead == null) {
      return Arrival.MOUNTED;
    }
    if (destination.has(blob)) {
      instead.abandon();
      return Arrival.WAS_THERE;
    }
    return send(blob, from, to, instead);
  }

  private Optional<String> neighbour(Descriptor blob, RepositoryName from, RepositoryName to) {
    return from.registry().equals(to.registry())
        ? Optional.of(from.path())
        : placed.elsewhere(to, blob.digest());
  }

  private Arrival send(
      Descriptor blob, RemoteRepository from, RemoteRepository to, @Nullable BlobUpload begun)
      throws RegistryException, InterruptedException {
    RemoteBlobs destination = new RemoteBlobs(to);
    streams.acquire();
    try {
      BlobUpload upload = begun == null ? destination.upload(blob) : begun;
      for (int start = 1; ; start++) {
        try {
          stream(blob, from, upload);
          return Arrival.SENT;
        } catch (UploadLostException e) {
          if (destination.has(blob)) {
            return Arrival.SENT;
          }
          if (start == MOST_STARTS) {
            throw lost(blob, to, e);
          }
          to.pauseAfter(start);
        }
        upload = destination.upload(blob);
      }
    } finally {
      streams.release();
    }
  }

  private void stream(Descriptor blob, RemoteRepository from, BlobUpload upload)
      throws RegistryException, UploadLostException, InterruptedException {
    long[] counted = {0};
    boolean whole = false;
    try (BlobStream stream =
        new BlobStream(
            from,
            blob,
            bytes -> {
              counted[0] += bytes;
              progress.bytes(bytes);
            })) {
      upload.send(stream);
      whole = true;
    } catch (IOException e) {
      throw new IllegalStateException("closing what was read to its end fails nowhere", e);
    } finally {
      if (!whole) {
        progress.bytes(-counted[0]);
      }
    }
  }

  private static RegistryException lost(
      Descriptor blob, RemoteRepository to, UploadLostException e) {
    return new RegistryException(
        "%s cannot be sent to %s: it was begun %d times, and nothing was kept there (%s)"
            .formatted(blob.digest(), to.name(), MOST_STARTS, e.getMessage()),
        "check the network between here and there, and the log of the registry",
        e);
  }
}
