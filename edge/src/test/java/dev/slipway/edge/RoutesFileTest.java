package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.ServiceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesFileTest {
  @TempDir Path directory;

  @Test
  void givesBackWhatWasSaved() throws IOException {
    List<Route> routes =
        List.of(
            new Route(
                new ServiceId("shop.production"),
                List.of("shop.localhost", "shop.example.com"),
                7,
                List.of(new Instance("c1", "127.0.0.1", 32768), new Instance("c2", "::1", 2)),
                42));
    Path nested = directory.resolve("edge");
    new RoutesFile(nested).save(routes);
    assertThat(new RoutesFile(nested).load()).isEqualTo(routes);
    assertThat(names(nested)).containsExactly("routes.json");
  }

  @Test
  void startsWithoutRoutesWhereNothingWasSaved() {
    assertThat(new RoutesFile(directory).load()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"format\":2,\"routes\":[]}",
        "{\"format\":1}",
        "\u0000\u0000",
        "{\"format\":1,\"routes\":[{\"service\":\"a\",\"hosts\":[],\"release\":1,\"version\":1,"
            + "\"instances\":[{\"id\":\"x\",\"host\":\"h\",\"port\":0}]}]}"
      })
  void setsAFileAsideThatCannotBeRead(String content) throws IOException {
    Files.writeString(directory.resolve("routes.json"), content);
    assertThat(new RoutesFile(directory).load()).isEmpty();
    assertThat(names(directory)).singleElement().asString().startsWith("routes.json.unreadable-");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
