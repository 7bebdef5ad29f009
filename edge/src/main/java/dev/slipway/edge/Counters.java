package dev.slipway.edge;

import dev.slipway.core.deploy.RequestCounts;
import dev.slipway.core.deploy.Routes.Counted;
import dev.slipway.core.deploy.ServiceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The counts of all releases that had requests lately. Safe for concurrent use. */
final class Counters {
  /** How long a release without requests is still told of. */
  static final Duration LATELY = Duration.ofMinutes(1);

  private final int loops;
  private final Map<Name, Entry> entries = new HashMap<>();
  private Set<ReleaseCounts> named = Set.of();

  /** So many loops count on their own. */
  Counters(int loops) {
    this.loops = loops;
  }

  synchronized ReleaseCounts of(ServiceId service, int release) {
    return entries.computeIfAbsent(
            new Name(service, release), _ -> new Entry(new ReleaseCounts(loops)))
        .counts;
  }

  /** Others are forgotten once they had no requests for a while. */
  synchronized void keepOnly(Collection<ReleaseCounts> routed) {
    named = new HashSet<>(routed);
  }

  /**
   * Everything that changed lately.
   *
   * @param now as {@link System#nanoTime} has it
   */
  synchronized List<Counted> recent(long now) {
    List<Counted> recent = new ArrayList<>();
    Iterator<Map.Entry<Name, Entry>> all = entries.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Name, Entry> next = all.next();
      Entry entry = next.getValue();
      entry.look(now);
      if (entry.changedWithin(LATELY, now)) {
        Name name = next.getKey();
        recent.add(new Counted(name.service(), name.release(), entry.last));
      } else if (!named.contains(entry.counts)) {
        all.remove();
      }
    }
    return recent;
  }

  private record Name(ServiceId service, int release) {}

  /** With what was seen last. */
  private static final class Entry {
    final ReleaseCounts counts;
    RequestCounts last = RequestCounts.NONE;
    private long changedAt;

    Entry(ReleaseCounts counts) {
      this.counts = counts;
    }

    void look(long now) {
      RequestCounts sum = counts.sum();
      if (!sum.equals(last)) {
        last = sum;
        changedAt = now;
      }
    }

    boolean changedWithin(Duration limit, long now) {
      return !last.equals(RequestCounts.NONE) && now - changedAt < limit.toNanos();
    }
  }
}
