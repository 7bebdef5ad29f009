package dev.slipway.core.build;

import dev.slipway.core.source.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The workers that were heard of, with what they have. Used with the store's lock held. */
final class LivingBuilders {
  private final Map<WorkerId, Labels> heard = new HashMap<>();

  void hear(WorkerId worker, Labels labels) {
    heard.put(worker, labels);
  }

  void forget(WorkerId worker) {
    heard.remove(worker);
  }

  /** What each of them has. */
  List<Labels> all() {
    return List.copyOf(heard.values());
  }

  /** Whether one that can take what needs the first can take what needs the second as well. */
  boolean share(Labels first, Labels second) {
    return first.equals(second)
        || heard.values().stream().anyMatch(has -> has.cover(first) && has.cover(second));
  }
}
