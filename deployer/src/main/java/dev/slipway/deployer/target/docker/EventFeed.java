package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import com.github.dockerjava.api.model.EventType;
import dev.slipway.core.deploy.ContainerEvent;
import dev.slipway.core.deploy.ContainerEvent.What;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an engine tells of its containers, in the words of {@link ContainerEvent}.
 *
 * @see <a
 *     href="https://docs.docker.com/reference/api/engine/version/v1.41/#operation/SystemEvents">the
 *     engine's events</a>
 */
public final class EventFeed extends EngineFeed<EventFeed, Event> {
  private static final String HEALTH = "health_status: ";

  private final Origins origins;
  private final Consumer<ContainerEvent> listener;

  /** Containers of which the engine has told that memory ran out, and not yet that they ended. */
  private final Set<String> outOfMemory = new HashSet<>();

  private EventFeed(Origins origins, Consumer<ContainerEvent> listener) {
    this.origins = origins;
    this.listener = listener;
  }

  /**
   * Follows those that have a label, from a time on that the engine may still know of.
   *
   * @param label a name, or a name and its value with a = between
   */
  public static Target.Feed follow(
      Engine engine,
      String label,
      Instant since,
      Origins origins,
      Consumer<ContainerEvent> listener)
      throws TargetException {
    return engine.follow(
        "follow what happens to containers",
        docker ->
            docker
                .eventsCmd()
                .withSince("%d.%09d".formatted(since.getEpochSecond(), since.getNano()))
                .withEventTypeFilter(EventType.CONTAINER)
                .withLabelFilter(label)
                .exec(new EventFeed(origins, listener)));
  }

  @Override
  public void onNext(Event event) {
    EventActor actor = event.getActor();
    @Nullable Map<String, String> told = actor == null ? null : actor.getAttributes();
    if (actor == null || told == null) {
      return;
    }
    String container = String.valueOf(actor.getId());
    Optional<What> what = what(String.valueOf(event.getAction()), container, told);
    if (what.isEmpty()) {
      return;
    }
    try {
      origins
          .of(container, told)
          .ifPresent(origin ->
              listener.accept(
                  new ContainerEvent(
                      origin.service(),
                      origin.instance(),
                      origin.release(),
                      at(event),
                      what.get())));
    } catch (TargetException | RuntimeException e) {
      // It would be missing: whoever follows asks again from the last one that was taken.
      onError(e);
      close();
    }
  }

  private static Instant at(Event event) {
    Long nanos = event.getTimeNano();
    long at = nanos == null ? 0 : nanos;
    return Instant.EPOCH.plus(TimeUnit.NANOSECONDS.toMicros(at), ChronoUnit.MICROS);
  }

  private Optional<What> what(String action, String container, Map<String, String> told) {
    if (action.startsWith(HEALTH)) {
      return health(action.substring(HEALTH.length()))
          .map(health -> new What.HealthChanged(health));
    }
    return switch (action) {
      case "start" -> Optional.of(new What.Started());
      case "kill" -> Optional.of(new What.Signalled(number(told, "signal")));
      case "oom" -> {
        outOfMemory.add(container);
        yield Optional.empty();
      }
      case "die" ->
          Optional.of(new What.Died(number(told, "exitCode"), outOfMemory.remove(container)));
      default -> Optional.empty();
    };
  }

  private static Optional<Target.Health> health(String word) {
    return switch (word) {
      case "healthy" -> Optional.of(Target.Health.HEALTHY);
      case "unhealthy" -> Optional.of(Target.Health.UNHEALTHY);
      default -> Optional.empty();
    };
  }

  private static int number(Map<String, String> told, String name) {
    String number = told.getOrDefault(name, "");
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : 0;
  }

  /** Whose containers they are. */
  @FunctionalInterface
  public interface Origins {
    /** Empty where it serves nobody. */
    Optional<Origin> of(String container, Map<String, String> labels) throws TargetException;
  }

  /** What a container was started for. */
  public record Origin(ServiceId service, String instance, int release) {
    /** As our labels tell it. */
    public static Optional<Origin> of(String instance, Map<String, String> labels) {
      return Labels.serves(labels)
          ? Optional.of(
              new Origin(
                  new ServiceId(labels.getOrDefault(Labels.SERVICE, "")),
                  instance,
                  Labels.number(labels, Labels.RELEASE)))
          : Optional.empty();
    }
  }
}
