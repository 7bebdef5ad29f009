package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.builder.image.BuildRequest.BuildKitOptions;
import dev.slipway.core.NameFilter;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.ImageBuild.Cache;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BuildRequestTest {
  @Test
  void the_classic_builder_is_told_what_it_understands() {
    BuildRequest request =
        new BuildRequest(spec(Cache.OFF, List.of()), List.of("r/a:1", "r/a:2"), "h", null);

    assertThat(request.path())
        .isEqualTo(
            "/build?version=1&buildid=h&dockerfile=Docker+file&rm=1&forcerm=1&target=last&nocache=1"
                + "&buildargs=%7B%22A%22%3A%22x%26y%22%7D&t=r%2Fa%3A1&t=r%2Fa%3A2");
  }

  @Test
  void BuildKit_gets_its_session_its_caches_and_its_platform() {
    BuildKitOptions options = new BuildKitOptions("id", List.of("r/a:x", "r/a:y"), true);
    BuildRequest request =
        new BuildRequest(
            spec(Cache.REGISTRY, List.of("linux/arm64")), List.of("r/a:1"), "h", options);

    assertThat(request.path())
        .startsWith("/build?version=2&buildid=h&")
        .contains(
            "&platform=linux%2Farm64&session=id&cachefrom=%5B%22r%2Fa%3Ax%22%2C%22r%2Fa%3Ay%22%5D",
            "&buildargs=%7B%22A%22%3A%22x%26y%22%2C%22BUILDKIT_INLINE_CACHE%22%3A%221%22%7D")
        .doesNotContain("nocache");
  }

  private static ImageBuild spec(Cache cache, List<String> platforms) {
    return new ImageBuild(
        "web",
        "",
        "Docker file",
        "last",
        Map.of("A", "x&y"),
        List.of(),
        platforms,
        cache,
        ImageBuild.Engine.AUTO,
        NameFilter.ALL);
  }
}
