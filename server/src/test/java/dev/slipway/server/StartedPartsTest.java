package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartedPartsTest {
  private final List<String> closed = new ArrayList<>();
  private final StartedParts parts = new StartedParts();

  @Test
  void closesInReverse() {
    parts.own(part("store"));
    parts.own(part("role"));

    parts.close();

    assertThat(closed).containsExactly("role", "store");
  }

  @Test
  void closesThatWhichTakesRequestsBeforeWhatAnswersThem() {
    parts.own(part("store"));
    AutoCloseable door = parts.own(part("door"));
    parts.own(part("role"));
    parts.closeFirst(door);

    parts.close();

    assertThat(closed).containsExactly("door", "role", "store");
  }

  @Test
  void goesOnAfterAPartThatDoesNotClose() {
    parts.own(part("store"));
    parts.own(() -> {
      throw new IOException("it hangs");
    });

    parts.close();
    parts.close();

    assertThat(closed).containsExactly("store");
  }

  private AutoCloseable part(String name) {
    return () -> closed.add(name);
  }
}
