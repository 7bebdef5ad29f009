package dev.slipway.registrysync.copy;

import dev.slipway.registrysync.oci.Descriptor;
import dev.slipway.registrysync.oci.Digest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What several copies together would have to send. Images share much, which is looked at and
 * counted once. Safe for concurrent use.
 */
public final class Missing {
  private final Set<Digest> seen = ConcurrentHashMap.newKeySet();
  private final Map<Digest, Long> bytes = new ConcurrentHashMap<>();

  /** Whether nobody has looked for it yet. */
  boolean isNew(Digest digest) {
    return seen.add(digest);
  }

  void add(Descriptor blob) {
    bytes.put(blob.digest(), blob.size());
  }

  /** Blobs that the destination does not have, with their sizes in bytes. */
  public Map<Digest, Long> blobs() {
    return Map.copyOf(bytes);
  }
}
