package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
  private static final long SECOND = 1_000_000_000L;

  private final WaitingRoom room = new WaitingRoom(3, Duration.ofSeconds(30));
  private final List<String> seen = new ArrayList<>();

  @Test
  void letsThemGoInTheOrderInWhichTheyCame() {
    Guest first = enter("first", 0);
    Guest other = enter("other", 0);
    Guest second = enter("second", 1);
    first.free = true;
    second.free = true;
    room.open();
    assertThat(seen).containsExactly("first goes", "second goes");
    other.free = true;
    room.open();
    assertThat(seen).endsWith("other goes");
    assertThat(room.size()).isZero();
  }

  @Test
  void sendsAwayWhoWaitedTooLongAndNobodyElse() {
    enter("first", 0);
    enter("second", SECOND);
    room.closeLate(30 * SECOND - 1);
    assertThat(seen).isEmpty();
    room.closeLate(30 * SECOND);
    assertThat(seen).containsExactly("first leaves");
    room.close();
    assertThat(seen).containsExactly("first leaves", "second leaves");
  }

  @Test
  void takesNoMoreThanThereIsRoomFor() {
    enter("one", 0);
    enter("two", 0);
    Guest three = enter("three", 0);
    assertThat(room.enter(new Guest("four"), 0)).isFalse();
    room.leave(three);
    assertThat(room.enter(new Guest("four"), 0)).isTrue();
  }

  private Guest enter(String name, long now) {
    Guest guest = new Guest(name);
    assertThat(room.enter(guest, now)).isTrue();
    return guest;
  }

  private final class Guest implements WaitingRoom.Guest {
    private final String name;
    boolean free;

    Guest(String name) {
      this.name = name;
    }

    @Override
    public boolean mayGo() {
      return free;
    }

    @Override
    public void go() {
      seen.add(name + " goes");
    }

    @Override
    public void waitedTooLong() {
      seen.add(name + " leaves");
    }
  }
}
