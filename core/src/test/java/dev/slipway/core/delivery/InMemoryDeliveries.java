package dev.slipway.core.delivery;

import dev.slipway.core.Page;
import dev.slipway.core.build.InMemoryBuildStore;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** See {@link InMemoryBuildStore#deliveries}. */
public final class InMemoryDeliveries implements Deliveries {
  private final InMemoryBuildStore store;
  private final NavigableMap<String, Delivery> byId = new TreeMap<>();
  private final Map<List<String>, Delivery> byForgeId = new HashMap<>();
  private final Map<RepositoryId, Map<GitRef, CommitSha>> heads = new HashMap<>();

  public InMemoryDeliveries(InMemoryBuildStore store) {
    this.store = store;
  }

  @Override
  public Map<GitRef, CommitSha> heads(RepositoryId repository, List<GitRef> refs) {
    return store.locked(() -> {
      Map<GitRef, CommitSha> found = new HashMap<>(heads.getOrDefault(repository, Map.of()));
      found.keySet().retainAll(refs);
      return Map.copyOf(found);
    });
  }

  @Override
  public Outcome accept(Delivery delivery, List<NewBuild> builds, Map<GitRef, CommitSha> expected) {
    return store.locked(() -> {
      List<String> forgeId = List.of(delivery.repositoryId().value(), delivery.forgeDeliveryId());
      Delivery first = byForgeId.get(forgeId);
      if (first != null) {
        return first.id().equals(delivery.id())
            ? new Outcome.Accepted(delivery)
            : new Outcome.Duplicate(first);
      }
      if (headsMoved(delivery, builds, expected)) {
        return new Outcome.HeadsMoved();
      }
      byForgeId.put(forgeId, delivery);
      keep(delivery, builds);
      return new Outcome.Accepted(delivery);
    });
  }

  private boolean headsMoved(
      Delivery delivery, List<NewBuild> builds, Map<GitRef, CommitSha> expected) {
    Map<GitRef, CommitSha> now = heads.getOrDefault(delivery.repositoryId(), Map.of());
    return Stream.of(
            expected.keySet().stream(),
            builds.stream().map(NewBuild::ref),
            delivery.changes().stream().map(decided -> decided.change().ref()))
        .flatMap(refs -> refs)
        .anyMatch(ref ->
            !Optional.ofNullable(now.get(ref)).equals(Optional.ofNullable(expected.get(ref))));
  }

  private void keep(Delivery delivery, List<NewBuild> builds) {
    byId.put(delivery.id().value(), delivery);
    store.publish("delivery", delivery.id().value());
    for (NewBuild build : builds) {
      heads
          .computeIfAbsent(delivery.repositoryId(), _ -> new HashMap<>())
          .put(build.ref(), build.commit().sha());
      store.add(build, "push to");
    }
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    return store.locked(() -> Optional.ofNullable(byId.get(id.value())));
  }

  @Override
  public Page<Delivery> list(Page.Request page) {
    return store.locked(() -> {
      String before = page.before();
      NavigableMap<String, Delivery> older = before == null ? byId : byId.headMap(before, false);
      List<Delivery> items = older.descendingMap().values().stream().limit(page.limit()).toList();
      boolean more = older.size() > items.size();
      return new Page<>(items, more ? items.getLast().id().value() : null);
    });
  }
}
