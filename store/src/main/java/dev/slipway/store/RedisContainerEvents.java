package dev.slipway.store;

import dev.slipway.core.deploy.ContainerEvent;
import dev.slipway.core.deploy.ContainerEvents;
import dev.slipway.core.deploy.ServiceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Keeps what happened to containers in Redis: what is the same, byte by byte, is kept once. */
public final class RedisContainerEvents implements ContainerEvents {
  private static final LuaScript RECORD = LuaScript.load("record_container_event", "events");
  private static final Duration KEPT_FOR = Duration.ofDays(30);

  private final Redis redis;
  private final Clock clock;

  public RedisContainerEvents(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public void record(ContainerEvent event) {
    RECORD.number(
        redis,
        event.service().value(),
        String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, event.at())),
        Json.write(event),
        String.valueOf(KEPT),
        String.valueOf(KEPT_FOR.toSeconds()),
        clock.instant().toString());
  }

  @Override
  public List<ContainerEvent> newest(ServiceId service) {
    return redis
        .call(commands -> commands.zrevrange(Key.CONTAINER_EVENTS.of(service), 0, -1))
        .stream()
        .map(event -> Json.read(event, ContainerEvent.class))
        .toList();
  }
}
