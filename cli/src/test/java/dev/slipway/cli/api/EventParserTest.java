package dev.slipway.cli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class EventParserTest {
  @Test
  void anEventHasTypeIdAndData() {
    assertThat(events("id: 7", "event: line", "data: {\"n\":7}", ""))
        .containsExactly(new ServerEvent("line", "7", "{\"n\":7}"));
  }

  @Test
  void dataOfSeveralLinesIsJoined() {
    assertThat(events("data: a", "data:b", "data:  c", ""))
        .containsExactly(new ServerEvent("message", null, "a\nb\n c"));
  }

  @Test
  void typeAndIdDoNotCarryOverToTheNextEvent() {
    assertThat(events("event: step", "id: 1", "data: x", "", "data: y", ""))
        .containsExactly(new ServerEvent("step", "1", "x"), new ServerEvent("message", null, "y"));
  }

  @Test
  void commentsAreSignsOfLife() {
    assertThat(events(":", ": still here")).allMatch(ServerEvent::isHeartbeat).hasSize(2);
  }

  @Test
  void whatHasNoDataIsNoEvent() {
    assertThat(events("retry: 1000", "", "event: line", "", "data", "id")).isEmpty();
  }

  @Test
  void aByteOrderMarkInFrontIsPassedOver() {
    assertThat(events("\uFEFFdata: x", "")).containsExactly(new ServerEvent("message", null, "x"));
  }

  private static List<ServerEvent> events(String... lines) {
    EventParser parser = new EventParser();
    return Stream.of(lines).map(parser::line).filter(Objects::nonNull).toList();
  }
}
