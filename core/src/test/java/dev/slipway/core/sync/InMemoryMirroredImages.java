package dev.slipway.core.sync;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remembers in memory. */
public final class InMemoryMirroredImages implements MirroredImages {
  private final Map<SyncRuleId, LinkedHashMap<String, MirroredImage>> images = new HashMap<>();

  @Override
  public synchronized Optional<MirroredImage> find(SyncRuleId rule, String repository, String tag) {
    return Optional.ofNullable(
        images.getOrDefault(rule, new LinkedHashMap<>()).get(repository + ":" + tag));
  }

  @Override
  public synchronized List<MirroredImage> of(SyncRuleId rule) {
    List<MirroredImage> all =
        new ArrayList<>(images.getOrDefault(rule, new LinkedHashMap<>()).values());
    all.sort(Comparator.comparing(MirroredImage::repository).thenComparing(MirroredImage::tag));
    return all;
  }

  @Override
  public synchronized void remember(SyncRuleId rule, MirroredImage image) {
    LinkedHashMap<String, MirroredImage> known =
        images.computeIfAbsent(rule, _ -> new LinkedHashMap<>());
    String name = image.repository() + ":" + image.tag();
    known.remove(name);
    known.put(name, image);
    if (known.size() > MOST) {
      known.remove(known.keySet().iterator().next());
    }
  }
}
