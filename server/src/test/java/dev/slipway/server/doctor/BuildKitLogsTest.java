package dev.slipway.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildKitLogsTest {
  private static final String SIZE = "BUILDKIT_STEP_LOG_MAX_SIZE";
  private static final String SPEED = "BUILDKIT_STEP_LOG_MAX_SPEED";

  @Test
  void largeLimitsAreFine() {
    assertThat(BuildKitLogs.judge(Map.of(SIZE, "1073741824", SPEED, "1073741824")).well()).isTrue();
  }

  @Test
  void limitsThatNobodySetAreNamedWithWhatToDo() {
    Finding found = BuildKitLogs.judge(Map.of(SIZE, "1073741824"));
    assertThat(found.well()).isFalse();
    assertThat(found.says()).contains(SPEED).doesNotContain(SIZE);
    assertThat(found.next()).contains(SPEED + "=1073741824");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "2097152", "much", "99999999999999999999"})
  void limitsThatCutLogsAreNotFine(String limit) {
    assertThat(BuildKitLogs.judge(Map.of(SIZE, limit, SPEED, limit)).well()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"20.10.24+dfsg1", "28.2.2", "master-dockerproject"})
  void anEngineFrom2010OnIsRecentEnough(String version) {
    assertThat(EngineCheck.version("unix:///engine.sock", version).well()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"19.03.15", "20.9", "1.13.1"})
  void anOlderEngineIsToBeUpgraded(String version) {
    assertThat(EngineCheck.version("unix:///engine.sock", version).next()).contains("upgrade");
  }
}
