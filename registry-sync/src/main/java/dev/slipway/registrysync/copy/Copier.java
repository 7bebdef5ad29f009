package dev.slipway.registrysync.copy;

import dev.slipway.registrysync.wire.Registries;

/** Copies images between registries. Safe for concurrent use. */
public final class Copier {
  private final Registries registries;

  public Copier(Registries registries) {
    this.registries = registries;
  }

  /** Begins a job: copies that belong together, and remember for each other where blobs are. */
  public CopyJob begin(Progress progress) {
    return new CopyJob(registries, progress);
  }
}
