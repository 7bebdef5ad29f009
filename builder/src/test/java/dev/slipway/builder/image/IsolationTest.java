package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.pipeline.ImageBuild;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsolationTest {
  @TempDir private Path folder;

  @Test
  void theBuildsOwnCacheFoldersAreNamedAfterItAndTheEngineIsNotSteered() {
    Map<String, String> args =
        Map.of(
            "VERSION", "1",
            "HTTP_PROXY", "http://evil.example.com",
            "https_proxy", "http://evil.example.com",
            "BUILDKIT_CACHE_MOUNT_NS", "",
            "BUILDKIT_SYNTAX", "evil/frontend");
    assertThat(Isolation.of(spec(args), new BuildId("bld_1")).args())
        .isEqualTo(Map.of("VERSION", "1", "BUILDKIT_CACHE_MOUNT_NS", "bld_1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# syntax=evil/frontend",
        "#syntax = evil/frontend:1 # really",
        "# escape=`\n# Syntax=evil/frontend",
        "\ufeff# syntax=evil/frontend",
        "// syntax=evil/frontend",
        "# syntax=docker/dockerfile-evil",
        "# syntax=evil/docker/dockerfile:1",
        "{\"syntax\": \"evil/frontend\"}",
      })
  void anotherFrontendIsRefused(String dockerfile) throws Exception {
    FolderCheckout checkout = FolderCheckout.with(folder, "Dockerfile", dockerfile, "FROM x");
    assertThatThrownBy(() -> Isolation.check(checkout, spec(Map.of())))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("which a fork may not bring");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# syntax=docker/dockerfile:1",
        "# syntax=docker.io/docker/dockerfile:1.7",
        "# a comment about syntax",
        "FROM x\n# syntax=evil/frontend",
        "FROM x",
      })
  void theUsualFrontendIsWelcome(String dockerfile) throws Exception {
    Isolation.check(FolderCheckout.with(folder, "Dockerfile", dockerfile), spec(Map.of()));
  }

  private static ImageBuild spec(Map<String, String> args) {
    return new ImageBuild("web", "", "Dockerfile", null, args);
  }
}
