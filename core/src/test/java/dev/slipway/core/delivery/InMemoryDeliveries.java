package dev.slipway.core.delivery;

import dev.slipway.core.Page;
import dev.slipway.core.build.InMemoryBuildStore;
import dev.slipway.core.delivery.Acceptance.Ending;
import dev.slipway.core.delivery.Acceptance.HeadMove;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** See {@link InMemoryBuildStore#deliveries}. */
public final class InMemoryDeliveries implements Deliveries {
  private final InMemoryBuildStore store;
  private final NavigableMap<String, Delivery> byId = new TreeMap<>();
  private final Map<List<String>, Delivery> byForgeId = new HashMap<>();
  private final Map<RepositoryId, Map<GitRef, Head>> heads = new HashMap<>();
  private final Set<RepositoryId> baselines = new HashSet<>();

  public InMemoryDeliveries(InMemoryBuildStore store) {
    this.store = store;
  }

  @Override
  public Map<GitRef, Head> heads(RepositoryId repository, List<GitRef> refs) {
    Map<GitRef, Head> found = new HashMap<>(heads(repository));
    found.keySet().retainAll(refs);
    return Map.copyOf(found);
  }

  @Override
  public Map<GitRef, Head> heads(RepositoryId repository) {
    return store.locked(() -> Map.copyOf(heads.getOrDefault(repository, Map.of())));
  }

  @Override
  public boolean baseline(RepositoryId repository, Map<GitRef, CommitSha> now) {
    return store.locked(() -> {
      if (!baselines.add(repository)) {
        return false;
      }
      now.forEach((ref, sha) -> of(repository).putIfAbsent(ref, new Head(sha, null, null)));
      return true;
    });
  }

  @Override
  public Outcome accept(Acceptance acceptance) {
    Delivery delivery = acceptance.delivery();
    return store.locked(() -> {
      List<String> forgeId = List.of(delivery.repositoryId().value(), delivery.forgeDeliveryId());
      Delivery first = byForgeId.get(forgeId);
      if (first != null) {
        return first.id().equals(delivery.id())
            ? new Outcome.Accepted(delivery)
            : new Outcome.Duplicate(first);
      }
      Map<GitRef, Head> known = of(delivery.repositoryId());
      if (acceptance.moves().stream()
          .anyMatch(move -> !Objects.equals(known.get(move.ref()), move.from()))) {
        return new Outcome.HeadsMoved();
      }
      byForgeId.put(forgeId, delivery);
      keep(acceptance);
      return new Outcome.Accepted(delivery);
    });
  }

  private void keep(Acceptance acceptance) {
    Delivery delivery = acceptance.delivery();
    byId.put(delivery.id().value(), delivery);
    store.publish("delivery", delivery.id().value());
    for (Ending ending : acceptance.endings()) {
      store.cancelWaiting(delivery.repositoryId(), ending.ref(), ending.because());
    }
    for (HeadMove move : acceptance.moves()) {
      Head to = move.to();
      if (to == null) {
        of(delivery.repositoryId()).remove(move.ref());
      } else {
        of(delivery.repositoryId()).put(move.ref(), to);
      }
    }
    acceptance.builds().forEach(build -> store.add(build, "push to"));
  }

  private Map<GitRef, Head> of(RepositoryId repository) {
    return heads.computeIfAbsent(repository, _ -> new HashMap<>());
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    return store.locked(() -> Optional.ofNullable(byId.get(id.value())));
  }

  @Override
  public Page<Delivery> list(@Nullable RepositoryId repository, Page.Request page) {
    return store.locked(() -> {
      String before = page.before();
      NavigableMap<String, Delivery> older = before == null ? byId : byId.headMap(before, false);
      List<Delivery> found =
          older.descendingMap().values().stream()
              .filter(each -> repository == null || each.repositoryId().equals(repository))
              .limit(page.limit() + 1L)
              .toList();
      if (found.size() <= page.limit()) {
        return new Page<>(found, null);
      }
      List<Delivery> shown = found.subList(0, page.limit());
      return new Page<>(shown, shown.getLast().id().value());
    });
  }
}
