package dev.slipway.registrysync.retention;

import dev.slipway.core.registry.RegistryCleaning.Freed;
import dev.slipway.core.registry.RegistryContent;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.RepositoryContent;
import dev.slipway.core.registry.StoredManifest;
import dev.slipway.core.registry.StoredManifest.Blob;
import dev.slipway.core.retention.RetentionResult;
import dev.slipway.core.retention.RetentionResult.Removed;
import dev.slipway.core.retention.RetentionResult.Skipped;
import dev.slipway.registrysync.oci.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts what a run does. Used by one thread. */
final class Tally {
  private final RegistryContent all;
  private final List<Removed> removed = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int kept;
  private String note = "";
  private @Nullable Freed freed;

  /** {@code all} is what was there before. */
  Tally(RegistryContent all) {
    this.all = all;
  }

  void kept(int images) {
    kept += images;
  }

  void removed(String repository, Digest digest, List<String> tags) {
    removed.add(new Removed(repository, digest.text(), tags));
  }

  void skipped(String repository, Digest digest, String because) {
    skipped.add(new Skipped(repository, digest.text(), because));
  }

  void skippedWhole(String repository, RegistryException why) {
    skipped.add(new Skipped(repository, "", words(why)));
  }

  void problem(RegistryException why) {
    problems.add(words(why));
  }

  List<String> problems() {
    return problems;
  }

  void note(String text) {
    note = text;
  }

  void freed(Freed given) {
    freed = given;
  }

  static String words(RegistryException why) {
    return why.hint().isEmpty()
        ? String.valueOf(why.getMessage())
        : why.getMessage() + "; " + why.hint();
  }

  /** Of blobs that only what was removed named: a registry keeps each once for all repositories. */
  long bytes() {
    Set<String> gone = new HashSet<>();
    removed.forEach(one -> gone.add(one.repository() + "@" + one.digest()));
    Map<String, Long> free = new HashMap<>();
    Set<String> needed = new HashSet<>();
    for (RepositoryContent repository : all.repositories()) {
      for (StoredManifest manifest : repository.manifests().values()) {
        boolean goes = gone.contains(repository.name() + "@" + manifest.digest());
        for (Blob blob : manifest.blobs()) {
          if (goes) {
            free.put(blob.digest(), blob.size());
          } else {
            needed.add(blob.digest());
          }
        }
      }
    }
    free.keySet().removeAll(needed);
    return free.values().stream().mapToLong(Long::longValue).sum();
  }

  RetentionResult result() {
    return new RetentionResult(
        removed, removed.size(), kept, skipped, bytes(), freed, note, problems);
  }
}
