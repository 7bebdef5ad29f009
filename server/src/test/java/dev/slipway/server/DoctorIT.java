package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The doctor on the machine that runs the tests, with its real engine and a real Redis. */
class DoctorIT {
  @TempDir private Path data;

  @Test
  void engineRedisAndRegistryOfThisMachineAreFound() {
    Told told = examine("--port", "0", "--edge-port", "0");
    assertThat(told.finding("engine").getString("says")).contains("answers at");
    assertThat(told.finding("Redis").getString("says")).startsWith("our own starts, version ");
    assertThat(told.finding("registry").getBoolean("well")).isTrue();
    assertThat(told.finding("data directory").getBoolean("well")).isTrue();
    assertThat(told.exit()).isEqualTo(told.answer().getBoolean("well") ? 0 : 1);
  }

  @Test
  void aPortThatIsTakenIsNamedWithWhatToDo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Told told = examine("--port", Integer.toString(taken.getLocalPort()), "--edge-port", "0");
      assertThat(told.finding("port").getString("says"))
          .startsWith("127.0.0.1:" + taken.getLocalPort());
      assertThat(told.finding("port").getString("next")).contains("choose another port");
      assertThat(told.exit()).isEqualTo(1);
    }
  }

  @Test
  void aSlipwayThatRunsHoldsItsOwnDirectoryAndPorts() throws Exception {
    try (DataDirectory held = DataDirectory.open(data);
        ServerSocket own = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Told told = examine("--port", Integer.toString(own.getLocalPort()), "--edge-port", "0");
      assertThat(told.finding("data directory").getString("says"))
          .isEqualTo("a Slipway is running on " + data);
      assertThat(told.finding("port").getBoolean("well")).isTrue();
      assertThat(held.path("lock")).exists();
    }
  }

  @Test
  void aRedisAndARegistryThatAreAwayAreWrong() {
    Told told =
        examine("--port", "0", "--redis-url", "redis://127.0.0.1:1", "--registry", "127.0.0.1:1");
    assertThat(told.finding("Redis").getBoolean("well")).isFalse();
    assertThat(told.finding("registry").getString("says"))
        .startsWith("127.0.0.1:1 does not answer");
    assertThat(told.exit()).isEqualTo(1);
  }

  private Told examine(String... flags) {
    StringWriter out = new StringWriter();
    int exit =
        new CommandLine(new DoctorCommand())
            .setOut(new PrintWriter(out))
            .execute(
                Stream.concat(Stream.of("--json", "--data-dir", data.toString()), Stream.of(flags))
                    .toArray(String[]::new));
    return new Told(exit, new JsonObject(out.toString()));
  }

  /** What the doctor said. */
  private record Told(int exit, JsonObject answer) {
    JsonObject finding(String subject) {
      JsonArray findings = answer.getJsonArray("findings");
      return findings.stream()
          .map(JsonObject.class::cast)
          .filter(finding -> finding.getString("subject").equals(subject))
          .findFirst()
          .orElseThrow();
    }
  }
}
