package dev.slipway.registrysync.copy;

import dev.slipway.registrysync.wire.Registries;
import java.util.concurrent.Semaphore;

/** Copies images between registries. Safe for concurrent use. */
public final class Copier {
  /** Enough to fill a line; each takes a few buffers of 64 KiB. */
  static final int STREAMS = 6;

  private final Registries registries;
  private final Semaphore streams = new Semaphore(STREAMS);

  public Copier(Registries registries) {
    this.registries = registries;
  }

  /** Begins a job: copies that belong together, and remember for each other where blobs are. */
  public CopyJob begin(Progress progress) {
    return new CopyJob(registries, streams, progress);
  }
}
