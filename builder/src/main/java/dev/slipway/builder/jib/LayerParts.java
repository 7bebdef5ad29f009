package dev.slipway.builder.jib;

import dev.slipway.builder.jib.ImagePlan.LayerPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parts a large layer, so that one changed file does not send all others again, neither to the
 * registry nor to where the image is deployed. A file's part depends on its path alone as long as
 * the whole keeps about its size.
 */
final class LayerParts {
  private static final long LARGE = 16L << 20;
  private static final int MOST = 8;

  private LayerParts() {}

  static List<LayerPlan> of(LayerPlan layer) {
    int count = 1;
    while (count < MOST && layer.size() / count > LARGE / 2) {
      count *= 2;
    }
    return layer.size() < LARGE ? List.of(layer) : parted(layer, count);
  }

  private static List<LayerPlan> parted(LayerPlan layer, int count) {
    Map<String, LayerEntry> folders = new HashMap<>();
    IdentityHashMap<Content, Integer> linked = new IdentityHashMap<>();
    List<List<LayerEntry>> parts = new ArrayList<>();
    List<Set<String>> begun = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(new ArrayList<>());
      begun.add(new HashSet<>());
    }
    for (LayerEntry entry : layer.entries()) {
      int own = Math.floorMod(Sha256.hex(entry.path()).hashCode(), count);
      Content content = entry.content();
      int part = content == null ? own : linked.computeIfAbsent(content, _ -> own);
      if (entry.kind() == Node.Kind.FOLDER) {
        folders.put(entry.path(), entry);
      }
      addWithFolders(entry, folders, parts.get(part), begun.get(part));
    }
    return parts.stream()
        .filter(part -> !part.isEmpty())
        .map(part -> new LayerPlan(layer.step(), part))
        .toList();
  }

  /** A layer has to repeat the folders above what is in it. */
  private static void addWithFolders(
      LayerEntry entry, Map<String, LayerEntry> folders, List<LayerEntry> part, Set<String> begun) {
    if (entry.path().isEmpty() || !begun.add(entry.path())) {
      return;
    }
    LayerEntry above = folders.get(FileTree.parent(entry.path()));
    if (above != null) {
      addWithFolders(above, folders, part, begun);
    }
    part.add(entry);
  }
}
