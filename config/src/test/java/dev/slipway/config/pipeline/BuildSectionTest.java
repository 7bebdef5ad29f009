package dev.slipway.config.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.NameFilter;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.ImageBuild.Cache;
import dev.slipway.core.pipeline.ImageBuild.Engine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildSectionTest {
  @Test
  void everyKeyOfAnImageIsUnderstood() {
    assertThat(
            Read.valid(
                    """
                    build:
                      - name: web
                        context: ./web/
                        dockerfile: docker/Dockerfile.prod
                        target: runtime
                        args: { GIT_SHA: "${SHA}", PRICE: "5$$" }
                        secrets: [NPM_TOKEN, NPM_TOKEN, B]
                        platforms: [linux/amd64, linux/arm/v7]
                        cache: local
                        engine: buildkit
                        when: { path: { include: [web/**, shared/**], exclude: "**/*.md" } }
                    """)
                .builds())
        .containsExactly(
            new ImageBuild(
                "web",
                "web",
                "docker/Dockerfile.prod",
                "runtime",
                Map.of("GIT_SHA", "0123456789abcdef0123456789abcdef01234567", "PRICE", "5$"),
                List.of("NPM_TOKEN", "B"),
                List.of("linux/amd64", "linux/arm/v7"),
                Cache.LOCAL,
                Engine.BUILDKIT,
                NameFilter.of(List.of("web/**", "shared/**", "!**/*.md"))));
  }

  @Test
  void whatIsNotSaidIsLeftToTheBuilder() {
    ImageBuild image = Read.valid("build: { context: . }").builds().getFirst();
    assertThat(image).isEqualTo(new ImageBuild("shop", "", "Dockerfile", null, Map.of()));
    assertThat(image.cache()).isEqualTo(Cache.REGISTRY);
    assertThat(image.engine()).isEqualTo(Engine.AUTO);
    assertThat(image.path()).isEqualTo(NameFilter.ALL);
  }

  @Test
  void eachOfSeveralImagesHasPathsOfItsOwn() {
    assertThat(
            Read.valid(
                    """
                    build:
                      - { name: web, context: web, when: { path: web/** } }
                      - { name: api, context: api, when: { path: [api/**, lib/**] } }
                    deploy: false
                    """)
                .builds())
        .extracting(ImageBuild::path)
        .containsExactly(
            NameFilter.of(List.of("web/**")), NameFilter.of(List.of("api/**", "lib/**")));
  }

  @ParameterizedTest
  @CsvSource({"off,OFF", "local,LOCAL", "registry,REGISTRY"})
  void everyCacheHasAWord(String word, Cache cache) {
    assertThat(Read.valid("build: { cache: " + word + " }").builds().getFirst().cache())
        .isEqualTo(cache);
  }

  @ParameterizedTest
  @CsvSource({"auto,AUTO", "buildkit,BUILDKIT", "docker,DOCKER", "jib,JIB"})
  void everyEngineHasAWord(String word, Engine engine) {
    assertThat(Read.valid("build: { engine: " + word + " }").builds().getFirst().engine())
        .isEqualTo(engine);
  }
}
