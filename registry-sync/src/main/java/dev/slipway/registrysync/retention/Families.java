package dev.slipway.registrysync.retention;

import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.retention.Snapshot.Manifest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sorts what is to go into groups of which no member needs one of another group: an image with its
 * parts and with what refers to it. A group goes as a whole, or not at all.
 */
final class Families {
  private Families() {}

  /** In the order of the first of each, each in the order given. */
  static List<List<Digest>> of(List<Digest> going, Snapshot snapshot) {
    Map<Digest, Set<Digest>> related = new HashMap<>();
    for (Digest digest : going) {
      Manifest one = snapshot.manifests().get(digest);
      if (one != null) {
        one.parts().forEach(part -> relate(related, digest, part));
        Digest subject = one.subject();
        if (subject != null) {
          relate(related, digest, subject);
        }
      }
    }
    Set<Digest> open = new LinkedHashSet<>(going);
    List<List<Digest>> families = new ArrayList<>();
    while (!open.isEmpty()) {
      Set<Digest> family = family(open.iterator().next(), related);
      families.add(going.stream().filter(family::contains).toList());
      open.removeAll(family);
    }
    return families;
  }

  private static void relate(Map<Digest, Set<Digest>> related, Digest one, Digest other) {
    related.computeIfAbsent(one, _ -> new HashSet<>()).add(other);
    related.computeIfAbsent(other, _ -> new HashSet<>()).add(one);
  }

  private static Set<Digest> family(Digest first, Map<Digest, Set<Digest>> related) {
    Set<Digest> family = new HashSet<>(Set.of(first));
    Deque<Digest> look = new ArrayDeque<>(family);
    while (!look.isEmpty()) {
      for (Digest next : related.getOrDefault(look.removeFirst(), Set.of())) {
        if (family.add(next)) {
          look.addLast(next);
        }
      }
    }
    return family;
  }
}
