package dev.slipway.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildStoreFixture;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.log.Logs.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Events} does, shown by what happens to builds. */
public abstract class EventsContract {
  private static final String OLDEST = "0-0";
  private BuildStoreFixture store;
  private Events events;

  /** A fresh, empty one. */
  protected abstract BuildStoreFixture freshStore();

  @BeforeEach
  void start() {
    store = freshStore();
    events = store.events();
  }

  @Test
  void everyMoveOfABuildIsToldInOrder() throws InterruptedException {
    NewBuild build = SampleBuilds.alone();
    store.deliveries().accept(SampleBuilds.acceptance(build, "1", Map.of()));
    assertThat(store.newQueue().claim(new WorkerId("ada"), Duration.ZERO)).isPresent();
    store.builds().cancel(build.id(), "ada", "typo");
    assertThat(events.after(OLDEST, 100))
        .extracting(event -> event.type() + " " + event.status())
        .containsExactly("delivery ", "build queued", "build running", "build running");
    assertThat(events.after(OLDEST, 100)).extracting(Event::id).doesNotHaveDuplicates();
  }

  @Test
  void readingGoesOnAfterTheLastEventSeen() {
    List<BuildId> added = addBuilds(5);
    List<Event> first = events.after(OLDEST, 2);
    List<Event> rest = events.after(first.getLast().id(), 100);
    List<String> subjects = new ArrayList<>();
    first.forEach(event -> subjects.add(event.subject()));
    rest.forEach(event -> subjects.add(event.subject()));
    assertThat(subjects).isEqualTo(added.stream().map(BuildId::value).toList());
    assertThat(events.after(rest.getLast().id(), 100)).isEmpty();
  }

  @Test
  void aSubscriberIsToldWhatComesInOrderAndNothingBefore() throws InterruptedException {
    addBuilds(3);
    BlockingQueue<Event> told = new LinkedBlockingQueue<>();
    try (Subscription _ = events.subscribe(told::add)) {
      List<BuildId> added = addBuilds(250);
      for (BuildId id : added) {
        Event event = told.poll(10, TimeUnit.SECONDS);
        assertThat(event).extracting(Event::subject).isEqualTo(id.value());
      }
    }
  }

  @Test
  void aListenerThatFailsOnceIsToldTheNextEvents() throws InterruptedException {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    AtomicBoolean failed = new AtomicBoolean();
    try (Subscription _ =
        events.subscribe(event -> {
          if (failed.compareAndSet(false, true)) {
            told.add("failing");
            throw new IllegalStateException("on purpose, by this test");
          }
          told.add(event.subject());
        })) {
      addBuilds(1);
      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("failing");
      BuildId second = addBuilds(1).getFirst();
      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(second.value());
    }
  }

  @Test
  void aWordThatIsNoIdIsRefused() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> events.after("yesterday", 10))
        .withMessageContaining("yesterday");
  }

  private List<BuildId> addBuilds(int count) {
    List<BuildId> added = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      added.add(store.builds().add(SampleBuilds.alone()).id());
    }
    return added;
  }
}
