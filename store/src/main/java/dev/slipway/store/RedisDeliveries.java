package dev.slipway.store;

import dev.slipway.core.Page;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.delivery.Acceptance;
import dev.slipway.core.delivery.Acceptance.Ending;
import dev.slipway.core.delivery.Acceptance.HeadMove;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.delivery.Head;
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
import org.jspecify.annotations.Nullable;

/** Keeps the deliveries in Redis; with its append-only file synced always, durable on return. */
public final class RedisDeliveries implements Deliveries {
  private static final LuaScript ACCEPT =
      LuaScript.load("accept_delivery", "events", "lines", "builds");
  private static final LuaScript BASELINE = LuaScript.load("baseline_heads");
  private final Redis redis;
  private final Clock clock;

  public RedisDeliveries(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public Map<GitRef, Head> heads(RepositoryId repository, List<GitRef> refs) {
    if (refs.isEmpty()) {
      return Map.of();
    }
    String[] names = refs.stream().map(GitRef::name).distinct().toArray(String[]::new);
    Map<GitRef, Head> heads = new HashMap<>();
    for (KeyValue<String, String> head :
        redis.call(commands -> commands.hmget(Key.HEADS.of(repository), names))) {
      if (head.hasValue()) {
        heads.put(new GitRef(head.getKey()), HeadText.read(head.getValue()));
      }
    }
    return Map.copyOf(heads);
  }

  @Override
  public Map<GitRef, Head> heads(RepositoryId repository) {
    Map<GitRef, Head> heads = new HashMap<>();
    redis
        .call(commands -> commands.hgetall(Key.HEADS.of(repository)))
        .forEach((ref, text) -> heads.put(new GitRef(ref), HeadText.read(text)));
    return Map.copyOf(heads);
  }

  @Override
  public boolean baseline(RepositoryId repository, Map<GitRef, CommitSha> heads) {
    List<String> args = new ArrayList<>();
    args.add(repository.value());
    heads.forEach(
        (ref, sha) -> args.addAll(List.of(ref.name(), HeadText.of(new Head(sha, null, null)))));
    return BASELINE.number(redis, args.toArray(String[]::new)) == 1;
  }

  @Override
  public Outcome accept(Acceptance acceptance) {
    return outcome(acceptance, ACCEPT.list(redis, arguments(acceptance)));
  }

  @Override
  public List<Outcome> acceptAll(List<Acceptance> acceptances) {
    // Compressing what was received is most of the work before Redis has its own.
    List<String[]> calls = acceptances.parallelStream().map(this::arguments).toList();
    List<List<@Nullable String>> answers = ACCEPT.lists(redis, calls);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < acceptances.size(); i++) {
      outcomes.add(outcome(acceptances.get(i), answers.get(i)));
    }
    return outcomes;
  }

  private String[] arguments(Acceptance acceptance) {
    Delivery delivery = acceptance.delivery();
    List<String> args = new ArrayList<>();
    args.add(delivery.id().value());
    args.add(Json.write(delivery));
    args.add(delivery.repositoryId().value());
    args.add(delivery.forgeDeliveryId());
    args.add(Long.toString(REMEMBERED.toSeconds()));
    args.add(clock.instant().toString());
    args.add(Integer.toString(acceptance.moves().size()));
    for (HeadMove move : acceptance.moves()) {
      args.addAll(List.of(move.ref().name(), HeadText.of(move.from()), HeadText.of(move.to())));
    }
    args.add(Integer.toString(acceptance.endings().size()));
    for (Ending ending : acceptance.endings()) {
      args.addAll(List.of(ending.ref().name(), ending.because()));
    }
    args.add(Integer.toString(acceptance.builds().size()));
    for (NewBuild build : acceptance.builds()) {
      args.add(build.id().value());
      args.add(build.ref().name());
      args.add(build.ref().branch().orElse(""));
      args.add(Priority.of(build));
      args.add(Objects.requireNonNullElse(build.waitsFor(), ""));
      args.add(Json.write(build));
      args.add(Superseding.because(build));
    }
    return args.toArray(String[]::new);
  }

  private static Outcome outcome(Acceptance acceptance, List<@Nullable String> answer) {
    return switch (Objects.requireNonNull(answer.getFirst())) {
      case "accepted" -> new Outcome.Accepted(acceptance.delivery());
      case "duplicate" ->
          new Outcome.Duplicate(Json.read(Objects.requireNonNull(answer.get(1)), Delivery.class));
      case "heads_moved" -> new Outcome.HeadsMoved();
      case String other -> throw new IllegalStateException("accept_delivery answered " + other);
    };
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    String json = redis.<@Nullable String>call(commands -> commands.get(Key.DELIVERY.of(id)));
    return Optional.ofNullable(json).map(text -> Json.read(text, Delivery.class));
  }

  @Override
  public Page<Delivery> list(@Nullable RepositoryId repository, Page.Request page) {
    String index =
        repository == null ? Key.DELIVERIES.toString() : Key.DELIVERIES_OF.of(repository);
    Page<String> ids = Ordered.newestFirst(redis, index, page);
    List<String> records =
        redis.together(
            ids.items().stream().map(Key.DELIVERY::of).toList(),
            (commands, key) -> commands.get(key));
    return new Page<>(
        records.stream().map(json -> Json.read(json, Delivery.class)).toList(), ids.next());
  }
}
