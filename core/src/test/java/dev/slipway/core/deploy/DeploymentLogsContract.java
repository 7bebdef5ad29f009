package dev.slipway.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link DeploymentLogs} does. */
public abstract class DeploymentLogsContract {
  private static final DeploymentId ID = new DeploymentId("dep_1");

  /** Empty before each test. */
  protected abstract DeploymentLogs logs();

  @Test
  void linesComeBackInTheirOrderHoweverManyThereAre() {
    List<String> lines = IntStream.rangeClosed(1, 250).mapToObj(i -> "line " + i + " ü").toList();
    logs().write(ID, 1, lines.subList(0, 100));
    logs().write(ID, 101, lines.subList(100, 250));

    assertThat(logs().read(ID)).isEqualTo(lines);
    assertThat(logs().read(new DeploymentId("dep_2"))).isEmpty();
  }

  @Test
  void linesThatAreWrittenAgainReplaceThemselves() {
    logs().write(ID, 1, List.of("one", "two"));
    logs().write(ID, 1, List.of("one", "two", "three"));

    assertThat(logs().read(ID)).containsExactly("one", "two", "three");
  }

  @Test
  void moreLinesThanThereMayBeAreNotKept() {
    logs().write(ID, DeploymentLogs.MOST_LINES, List.of("last", "too many"));

    assertThat(logs().read(ID)).containsExactly("last");
  }
}
