package dev.slipway.webhook;

import dev.slipway.core.delivery.Acceptance.HeadMove;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the heads of a repository are, as far as this process knows. Others may have moved them:
 * the store refuses what was decided on a wrong belief. Used by one thread at a time.
 */
final class LastHeads {
  private static final int MOST = 256;
  private final RepositoryId repository;
  private final Deliveries deliveries;
  private final LinkedHashMap<GitRef, Optional<Head>> believed =
      new LinkedHashMap<>(16, 0.75f, true);

  LastHeads(RepositoryId repository, Deliveries deliveries) {
    this.repository = repository;
    this.deliveries = deliveries;
  }

  /** Asks the store for those of these that are not known. */
  void know(List<GitRef> refs) {
    while (believed.size() > MOST) {
      believed.remove(believed.sequencedKeySet().getFirst());
    }
    List<GitRef> unknown =
        refs.stream().distinct().filter(ref -> !believed.containsKey(ref)).toList();
    if (!unknown.isEmpty()) {
      Map<GitRef, Head> heads = deliveries.heads(repository, unknown);
      unknown.forEach(ref -> believed.put(ref, Optional.ofNullable(heads.get(ref))));
    }
  }

  /** Those of these refs that have a head. */
  Map<GitRef, Head> of(List<GitRef> refs) {
    Map<GitRef, Head> heads = new HashMap<>();
    for (GitRef ref : refs) {
      believed.getOrDefault(ref, Optional.empty()).ifPresent(head -> heads.put(ref, head));
    }
    return heads;
  }

  /** The head will be there when what was decided is stored. */
  void expect(HeadMove move) {
    believed.put(move.ref(), Optional.ofNullable(move.to()));
  }

  void forget(Collection<GitRef> refs) {
    new ArrayList<>(refs).forEach(believed::remove);
  }

  void forget() {
    believed.clear();
  }
}
