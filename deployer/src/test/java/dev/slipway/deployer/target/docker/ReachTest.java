package dev.slipway.deployer.target.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {
  @ParameterizedTest
  @CsvSource({
    "unix:///var/run/docker.sock, 127.0.0.1",
    "tcp://127.0.0.1:2376, 127.0.0.1",
    "tcp://localhost:2376, 127.0.0.1",
    "tcp://[::1]:2376, 127.0.0.1",
    "tcp://10.0.0.5:2376, 10.0.0.5",
    "tcp://[2001:db8::5]:2376, 2001:db8::5"
  })
  void containersAreWhereTheirEngineIs(String engine, String host) {
    assertThat(Reach.of(engine, null).host()).isEqualTo(host);
  }

  @Test
  void theAdministratorsChoiceCounts() {
    Reach reach = Reach.of("unix:///var/run/docker.sock", "10.0.0.5");

    assertThat(reach.host()).isEqualTo("10.0.0.5");
    assertThat(reach.local()).isFalse();
    assertThat(Reach.of("tcp://10.0.0.5:2376", "127.0.0.1").local()).isTrue();
  }
}
