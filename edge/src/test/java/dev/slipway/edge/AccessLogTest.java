package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
  @TempDir Path directory;

  @Test
  void writesWhatIsWaitingWhenItIsClosed() throws Exception {
    AccessLog log = new AccessLog(file(), 1 << 20);
    log.start();
    log.add(line("/1"));
    log.add(line("/2"));
    log.close();
    assertThat(Files.readAllLines(file())).hasSize(2).allMatch(text -> text.startsWith("{"));
    assertThat(log.dropped()).isZero();
  }

  @Test
  void beginsANewFileWhenOneIsFullAndKeepsFive() throws Exception {
    for (int i = 1; i <= 9; i++) {
      AccessLog log = new AccessLog(file(), 100);
      log.start();
      log.add(line("/" + i));
      log.close();
    }
    assertThat(names())
        .containsExactlyInAnyOrder(
            "access.log",
            "access.log.1",
            "access.log.2",
            "access.log.3",
            "access.log.4",
            "access.log.5");
    assertThat(Files.readString(file())).contains("\"/9\"");
    assertThat(Files.readString(directory.resolve("access.log.5"))).contains("\"/4\"");
  }

  @Test
  void dropsAndCountsWhatDoesNotFit() {
    AccessLog log = new AccessLog(file(), 1 << 20);
    for (int i = 0; i < 40_000; i++) {
      log.add(line("/"));
    }
    assertThat(log.dropped()).isEqualTo(40_000 - 32 * 1024);
  }

  @Test
  void dropsAndCountsWhatCannotBeWritten() throws Exception {
    Files.createDirectories(file());
    AccessLog log = new AccessLog(file(), 1 << 20);
    log.start();
    log.add(line("/"));
    log.close();
    assertThat(log.dropped()).isEqualTo(1);
  }

  @Test
  void leavesOutTheQueryAndEscapesTheRest() {
    StringBuilder text = new StringBuilder();
    new AccessLine(0, null, 0, "h\u0007", "GET", "/\"\\?a=b", 499, 12, 3_456, "id").appendTo(text);
    assertThat(text)
        .hasToString(
            "{\"time\":\"1970-01-01T00:00:00Z\",\"host\":\"h\\u0007\",\"method\":\"GET\","
                + "\"path\":\"/\\\"\\\\\",\"status\":499,\"bytes\":12,\"ms\":3.45,\"id\":\"id\"}\n");
  }

  private Path file() {
    return directory.resolve("access.log");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static AccessLine line(String target) {
    return new AccessLine(
        1, "shop.production", 7, "shop.localhost", "GET", target, 200, 5, 1_234, "id");
  }
}
