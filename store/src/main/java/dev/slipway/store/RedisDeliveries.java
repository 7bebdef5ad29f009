package dev.slipway.store;

import dev.slipway.core.Page;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import io.lettuce.core.KeyValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the deliveries in Redis; with its append-only file synced always, durable on return. */
public final class RedisDeliveries implements Deliveries {
  private static final LuaScript ACCEPT = LuaScript.load("accept_delivery", "events", "builds");
  private final Redis redis;
  private final Clock clock;

  public RedisDeliveries(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public Map<GitRef, CommitSha> heads(RepositoryId repository, List<GitRef> refs) {
    if (refs.isEmpty()) {
      return Map.of();
    }
    String[] names = refs.stream().map(GitRef::name).distinct().toArray(String[]::new);
    Map<GitRef, CommitSha> heads = new HashMap<>();
    for (KeyValue<String, String> head :
        redis.call(commands -> commands.hmget(Key.HEADS.of(repository), names))) {
      if (head.hasValue()) {
        heads.put(new GitRef(head.getKey()), new CommitSha(head.getValue()));
      }
    }
    return Map.copyOf(heads);
  }

  @Override
  public Outcome accept(Delivery delivery, List<NewBuild> builds, Map<GitRef, CommitSha> heads) {
    SequencedMap<String, String> expected = expectedHeads(delivery, builds, heads);
    List<String> args = new ArrayList<>();
    args.add(delivery.id().value());
    args.add(Json.write(delivery));
    args.add(delivery.repositoryId().value());
    args.add(delivery.forgeDeliveryId());
    args.add(Long.toString(REMEMBERED.toSeconds()));
    args.add(clock.instant().toString());
    args.add(Integer.toString(expected.size()));
    expected.forEach((ref, sha) -> args.addAll(List.of(ref, sha)));
    for (NewBuild build : builds) {
      args.add(Json.write(build));
      args.add(build.ref().branch().orElse(""));
      args.add(build.commit().sha().hex());
      args.add(Superseding.because(build));
    }
    List<@Nullable String> answer = ACCEPT.list(redis, args.toArray(String[]::new));
    return switch (Objects.requireNonNull(answer.getFirst())) {
      case "accepted" -> new Outcome.Accepted(delivery);
      case "duplicate" ->
          new Outcome.Duplicate(Json.read(Objects.requireNonNull(answer.get(1)), Delivery.class));
      case "heads_moved" -> new Outcome.HeadsMoved();
      case String other -> throw new IllegalStateException("accept_delivery answered " + other);
    };
  }

  /** What must still hold: for refs that the decisions looked at and did not find, no head. */
  private static SequencedMap<String, String> expectedHeads(
      Delivery delivery, List<NewBuild> builds, Map<GitRef, CommitSha> heads) {
    SequencedMap<String, String> expected = new TreeMap<>();
    delivery.changes().forEach(decided -> expected.put(decided.change().ref().name(), ""));
    builds.forEach(build -> expected.put(build.ref().name(), ""));
    heads.forEach((ref, sha) -> expected.put(ref.name(), sha.hex()));
    return expected;
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    String json = redis.<@Nullable String>call(commands -> commands.get(Key.DELIVERY.of(id)));
    return Optional.ofNullable(json).map(text -> Json.read(text, Delivery.class));
  }

  @Override
  public Page<Delivery> list(Page.Request page) {
    Page<String> ids = Ordered.newestFirst(redis, Key.DELIVERIES.toString(), page);
    List<String> records =
        redis.together(
            ids.items().stream().map(Key.DELIVERY::of).toList(),
            (commands, key) -> commands.get(key));
    return new Page<>(
        records.stream().map(json -> Json.read(json, Delivery.class)).toList(), ids.next());
  }
}
