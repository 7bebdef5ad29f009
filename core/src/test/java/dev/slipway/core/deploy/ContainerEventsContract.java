package dev.slipway.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.ContainerEvent.What;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link ContainerEvents} does. */
public abstract class ContainerEventsContract {
  private static final ServiceId SHOP = ServiceId.of("shop", "production");
  private static final Instant START = Instant.parse("2026-11-21T03:00:00.123456Z");

  /** Empty before each test. */
  protected abstract ContainerEvents events();

  @Test
  void eventsComeBackNewestFirstWhateverTheyWereAndWheneverTheyWereTold() {
    ContainerEvent started = at(0, new What.Started());
    ContainerEvent sick = at(1, new What.HealthChanged(Target.Health.UNHEALTHY));
    ContainerEvent signalled = at(2, new What.Signalled(15));
    ContainerEvent died = at(3, new What.Died(137, true));
    List.of(died, started, signalled, sick).forEach(events()::record);

    assertThat(events().newest(SHOP)).containsExactly(died, signalled, sick, started);
    assertThat(events().newest(ServiceId.of("shop", "staging"))).isEmpty();
  }

  @Test
  void whatIsToldTwiceHappenedOnce() {
    events().record(at(0, new What.Died(1, false)));
    events().record(at(0, new What.Died(1, false)));

    assertThat(events().newest(SHOP)).hasSize(1);
  }

  @Test
  void onlyTheNewestOfEachServiceAreKept() {
    ServiceId other = ServiceId.of("till", "production");
    events().record(new ContainerEvent(other, "c", 1, START, new What.Started()));
    List<ContainerEvent> told = new ArrayList<>();
    for (int i = 0; i < ContainerEvents.KEPT + 20; i++) {
      told.add(at(i, new What.Started()));
    }
    told.forEach(events()::record);
    events().record(told.getFirst());

    assertThat(events().newest(SHOP))
        .isEqualTo(told.subList(20, ContainerEvents.KEPT + 20).reversed());
    assertThat(events().newest(other)).hasSize(1);
  }

  private static ContainerEvent at(int micros, What what) {
    return new ContainerEvent(SHOP, "c1", 4, START.plusNanos(micros * 1000L), what);
  }
}
