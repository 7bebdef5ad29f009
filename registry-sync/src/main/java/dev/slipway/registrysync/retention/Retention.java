package dev.slipway.registrysync.retention;

import dev.slipway.core.retention.RetentionRule.Keep;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.retention.Snapshot.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what may go. A pure function of a snapshot: nothing is removed here, and the same
 * snapshot gives the same answer.
 */
public final class Retention {
  /** A push sends parts first, and tags them last: what has no tag yet may be one under way. */
  private static final Duration PUSHES_END_WITHIN = Duration.ofHours(24);

  private final Keep rule;
  private final Snapshot snapshot;
  private final Instant now;
  private final Map<Digest, String> kept = new HashMap<>();

  private Retention(Keep rule, Snapshot snapshot, Instant now) {
    this.rule = rule;
    this.snapshot = snapshot;
    this.now = now;
  }

  /**
   * What goes and what stays, and why.
   *
   * @param kept the reason for each manifest that stays, in words without a full stop
   * @param removed manifests that may go, what refers to others first
   * @param bytes of the blobs that nothing that stays has
   */
  public record Decision(Map<Digest, String> kept, List<Digest> removed, long bytes) {
    public Decision {
      kept = Map.copyOf(kept);
      removed = List.copyOf(removed);
    }
  }

  /** Decides. */
  public static Decision decide(Keep rule, Snapshot snapshot, Instant now) {
    return new Retention(rule, snapshot, now).decide();
  }

  private Decision decide() {
    snapshot.inUse().forEach(this::keep);
    keepByTag();
    keepNewest();
    keepByTime();
    keepWhatIsNeeded();
    List<Digest> removed =
        snapshot.manifests().keySet().stream()
            .filter(digest -> !kept.containsKey(digest))
            .sorted(Comparator.<Digest>comparingInt(this::depth).reversed().thenComparing(d -> d))
            .toList();
    return new Decision(kept, removed, bytes(removed));
  }

  private void keepByTag() {
    snapshot
        .tags()
        .forEach((tag, digest) -> {
          if (rule.tags().stream().anyMatch(glob -> glob.matches(tag))) {
            keep(digest, "tag " + tag + " is kept");
          }
        });
  }

  private void keepNewest() {
    snapshot.tags().values().stream()
        .distinct()
        .sorted(
            Comparator.<Digest, Instant>comparing(this::created)
                .reversed()
                .thenComparing(digest -> digest))
        .limit(rule.newest())
        .forEach(digest -> keep(digest, "one of the newest " + rule.newest()));
  }

  private void keepByTime() {
    snapshot
        .manifests()
        .forEach((digest, manifest) -> {
          boolean tagged = !snapshot.tagsOf(digest).isEmpty();
          Duration young =
              tagged || rule.youngerThan().compareTo(PUSHES_END_WITHIN) > 0
                  ? rule.youngerThan()
                  : PUSHES_END_WITHIN;
          if (within(young, created(digest))) {
            keep(digest, manifest.created() == null ? "its age is not known" : "too young");
          }
          if (within(rule.deployedWithin(), manifest.lastDeployed())) {
            keep(digest, "deployed lately");
          }
        });
  }

  private boolean within(Duration time, @Nullable Instant moment) {
    return moment != null && moment.isAfter(now.minus(time));
  }

  /** One whose age is not known is taken for new. */
  private Instant created(Digest digest) {
    Manifest manifest = snapshot.manifests().get(digest);
    Instant created = manifest == null ? null : manifest.created();
    return created == null ? now : created;
  }

  /** What a kept index names stays, and so does what refers to something kept, and to that. */
  private void keepWhatIsNeeded() {
    Map<Digest, Set<Digest>> referrers =
        snapshot.manifests().entrySet().stream()
            .filter(entry -> entry.getValue().subject() != null)
            .collect(
                Collectors.groupingBy(
                    entry -> Objects.requireNonNull(entry.getValue().subject()),
                    TreeMap::new,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toSet())));
    Deque<Digest> open = new ArrayDeque<>(kept.keySet());
    while (!open.isEmpty()) {
      Digest needed = open.removeFirst();
      Manifest manifest = snapshot.manifests().get(needed);
      if (manifest != null) {
        manifest.parts().forEach(part -> keepToo(part, "part of " + needed, open));
        Digest subject = manifest.subject();
        if (subject != null) {
          keepToo(subject, needed + " refers to it", open);
        }
      }
      referrers
          .getOrDefault(needed, Set.of())
          .forEach(referrer -> keepToo(referrer, "refers to " + needed, open));
    }
  }

  private void keepToo(Digest digest, String why, Deque<Digest> open) {
    if (kept.putIfAbsent(digest, why) == null) {
      open.addLast(digest);
    }
  }

  private void keep(Digest digest, String why) {
    kept.putIfAbsent(digest, why);
  }

  /** Referrers go before what they refer to, and indexes before what they name. */
  private int depth(Digest digest) {
    int depth = 0;
    Manifest manifest = snapshot.manifests().get(digest);
    while (manifest != null && manifest.subject() != null && depth < snapshot.manifests().size()) {
      manifest = snapshot.manifests().get(manifest.subject());
      depth += 2;
    }
    return manifest != null && !manifest.parts().isEmpty() ? depth + 1 : depth;
  }

  private long bytes(List<Digest> removed) {
    Map<Digest, Long> freed = new HashMap<>();
    removed.forEach(digest -> freed.putAll(manifest(digest).blobs()));
    snapshot
        .manifests()
        .forEach((digest, manifest) -> {
          if (kept.containsKey(digest)) {
            freed.keySet().removeAll(manifest.blobs().keySet());
          }
        });
    return freed.values().stream().mapToLong(Long::longValue).sum();
  }

  private Manifest manifest(Digest digest) {
    return Objects.requireNonNull(snapshot.manifests().get(digest));
  }
}
