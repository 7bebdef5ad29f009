package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Share;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.HostPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    Share whole =
        new Share(
            7, 95, List.of(new Instance("c1", "127.0.0.1", 32768), new Instance("c2", "::1", 2)));
    Share canary = new Share(8, 5, List.of());
    List<HostPath> entrances =
        List.of(HostPath.parse("shop.localhost"), HostPath.parse("shop.example.com/api"));
    EdgeLimits limits = new EdgeLimits(1L << 40, Duration.ofMillis(1500));
    List<Route> routes =
        List.of(
            new Route(
                new ServiceId("shop.production"),
                entrances,
                List.of(whole, canary),
                limits,
                true,
                42),
            new Route(
                new ServiceId("blog.production"),
                List.of(),
                List.of(),
                EdgeLimits.USUAL,
                false,
                43));
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
        "{\"format\":1,\"routes\":[]}",
        "{\"format\":2}",
        "\u0000\u0000",
        "{\"format\":2,\"routes\":[{\"service\":\"a\",\"entrances\":[\"a b\"],\"shares\":[],"
            + "\"request_body\":null,\"response_timeout\":null,\"held\":false,\"version\":1}]}",
        "{\"format\":2,\"routes\":[{\"service\":\"a\",\"entrances\":[],\"shares\":[],"
            + "\"request_body\":null,\"response_timeout\":\"soon\",\"held\":false,\"version\":1}]}",
        "{\"format\":2,\"routes\":[{\"service\":\"a\",\"entrances\":[],\"held\":false,\"version\":1,"
            + "\"request_body\":null,\"response_timeout\":null,\"shares\":[{\"release\":1,\"weight\":1,"
            + "\"instances\":[{\"id\":\"x\",\"host\":\"h\",\"port\":0}]}]}]}"
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
